extension Message {
    /// A tag's value, unescaped: empty when the tag has none, nil when there is no such tag. Of
    /// duplicates the last wins.
    ///
    /// - Parameter key: with its vendor and, for a client-only tag, its `+`.
    /// - Source: IRCv3 message-tags, "Format", "Escaping values".
    public func tag(_ key: String) -> [UInt8]? {
        var found: ArraySlice<UInt8>??
        forEachTag { name, value in
            if name.elementsEqual(key.utf8) { found = .some(value) }
        }
        guard let found else { return nil }
        return found.map(Tag.unescaped) ?? []
    }

    /// Every tag in the order written, still escaped; no value and an empty value are one to the
    /// specification, but told apart here. Empty tags (`a;;b`) and empty keys are passed over.
    public func forEachTag(
        _ body: (_ key: ArraySlice<UInt8>, _ rawValue: ArraySlice<UInt8>?) -> Void
    ) {
        guard let tags = rawTags else { return }
        var start = tags.startIndex
        while start < tags.endIndex {
            let end = tags[start...].firstIndex(of: .semicolon) ?? tags.endIndex
            let tag = tags[start..<end]
            if let sign = tag.firstIndex(of: .equalsSign) {
                if sign > start { body(tag[..<sign], tag[(sign + 1)...]) }
            } else if !tag.isEmpty {
                body(tag, nil)
            }
            start = end + 1
        }
    }
}

/// How tag values are written.
///
/// - Source: IRCv3 message-tags, "Escaping values".
public enum Tag {
    /// The value that was meant. A backslash at the end or before any other letter vanishes.
    public static func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var value: [UInt8] = []
        value.reserveCapacity(raw.count)
        var escaped = false
        for byte in raw {
            if escaped {
                value.append(meaning(of: byte))
                escaped = false
            } else if byte == .backslash {
                escaped = true
            } else {
                value.append(byte)
            }
        }
        return value
    }

    private static func meaning(of letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: ":"): .semicolon
        case UInt8(ascii: "s"): .space
        case UInt8(ascii: "r"): .carriageReturn
        case UInt8(ascii: "n"): .lineFeed
        default: letter
        }
    }
}
