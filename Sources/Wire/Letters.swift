/// Cutting text so that no letter is torn.
public enum Letters {
    /// The length in bytes of the longest beginning of `text` of at most `atMost` bytes that ends
    /// between letters: never inside a scalar, and not before a combining mark, a joiner or what
    /// follows one, unless the first letter alone is longer than that.
    ///
    /// - Precondition: `text` is UTF-8 and `atMost` not negative.
    public static func cut(_ text: ArraySlice<UInt8>, atMost: Int) -> Int {
        precondition(atMost >= 0, "no text is shorter than nothing")
        guard text.count > atMost else { return text.count }
        let start = text.startIndex
        let limit = beginning(ofScalarAt: start + atMost, in: text)
        var end = limit
        while end > start {
            let before = beginning(ofScalarAt: end - 1, in: text)
            if !joins(scalar(at: end, in: text)), scalar(at: before, in: text) != joiner {
                return end - start
            }
            end = before
        }
        return limit - start
    }

    private static let joiner: UInt32 = 0x200d

    /// The first byte of the scalar that `index` lies in.
    private static func beginning(ofScalarAt index: Int, in text: ArraySlice<UInt8>) -> Int {
        var start = index
        while start > text.startIndex, text[start] & 0xc0 == 0x80 { start -= 1 }
        return start
    }

    /// The scalar that starts at `index`; whatever the bytes give when they are not UTF-8.
    private static func scalar(at index: Int, in text: ArraySlice<UInt8>) -> UInt32 {
        let lead = text[index]
        guard lead >= 0xc0 else { return UInt32(lead) }
        var value = UInt32(lead & (lead >= 0xf0 ? 0x07 : lead >= 0xe0 ? 0x0f : 0x1f))
        var next = index + 1
        while next < text.endIndex, next < index + 4, text[next] & 0xc0 == 0x80 {
            value = value << 6 | UInt32(text[next] & 0x3f)
            next += 1
        }
        return value
    }

    /// Whether a scalar belongs to the letter before it.
    private static func joins(_ value: UInt32) -> Bool {
        guard value >= 0x300, let letter = Unicode.Scalar(value) else { return false }
        if letter.value == joiner || letter.properties.isEmojiModifier { return true }
        switch letter.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
        }
    }
}
