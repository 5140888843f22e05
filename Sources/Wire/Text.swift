/// Whole-line work on bytes: searching, copying, checking.
enum Text {
    /// Where `byte` stands first at or after `start`.
    static func firstIndex(
        of byte: UInt8, in bytes: borrowing Span<UInt8>, from start: Int
    ) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index &+= 1
        }
        return nil
    }

    /// A copy of a part.
    static func copy(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var copy = [UInt8](repeating: 0, count: range.count)
        var target = copy.mutableSpan
        for index in target.indices { target[index] = bytes[range.lowerBound &+ index] }
        return copy
    }

    /// Appends a part.
    static func append(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, to target: inout [UInt8]
    ) {
        target.reserveCapacity(target.count + range.count)
        for index in range { target.append(bytes[index]) }
    }

    /// Whether there is nothing but spaces.
    static func isBlank(_ bytes: borrowing Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] != .space { return false }
        return true
    }

    /// The first fault among a line's bytes: a NUL, CR or LF, else what is not UTF-8.
    static func fault(in bytes: borrowing Span<UInt8>) -> LineError? {
        var high: UInt8 = 0
        for index in bytes.indices {
            let byte = bytes[index]
            high |= byte
            if byte == 0 || byte == .carriageReturn || byte == .lineFeed {
                return .forbiddenByte(byte)
            }
        }
        return high < 0x80 || isUTF8(bytes) ? nil : .invalidUTF8
    }

    /// Whether the bytes are UTF-8: shortest forms only, no surrogates, nothing past U+10FFFF.
    ///
    /// - Source: Unicode Standard, table 3-7.
    static func isUTF8(_ bytes: borrowing Span<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index &+= 1
                continue
            }
            let length = scalarLength(bytes, at: index)
            if length == 0 { return false }
            index &+= length
        }
        return true
    }

    /// Bytes of the well-formed scalar of more than one byte at `index`, or 0.
    private static func scalarLength(_ bytes: borrowing Span<UInt8>, at index: Int) -> Int {
        let lead = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xbf
        switch lead {
        case 0xc2...0xdf: length = 2
        case 0xe0: (length, second) = (3, 0xa0...0xbf)
        case 0xed: (length, second) = (3, 0x80...0x9f)
        case 0xe1...0xef: length = 3
        case 0xf0: (length, second) = (4, 0x90...0xbf)
        case 0xf1...0xf3: length = 4
        case 0xf4: (length, second) = (4, 0x80...0x8f)
        default: return 0
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
        for next in index + 2..<index + length where bytes[next] & 0xc0 != 0x80 { return 0 }
        return length
    }
}
