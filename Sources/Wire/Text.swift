/// Whole-line work on bytes: searching, copying, checking.
public enum Text {
    /// Where `byte` stands first at or after `start`, looked for in blocks that the compiler turns
    /// into vector instructions.
    public static func firstIndex(
        of byte: UInt8, in bytes: borrowing Span<UInt8>, from start: Int
    ) -> Int? {
        var index = start
        while bytes.count - index >= block {
            let part = bytes.extracting(index..<index + block)
            var hits: UInt8 = 0
            for place in part.indices { hits |= zeroMark(part[place] ^ byte) }
            if hits & 0x80 != 0 { break }
            index += block
        }
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Whether CR or LF stands anywhere in `bytes`; asked of every text that is said.
    public static func hasLineBreak(_ bytes: borrowing Span<UInt8>) -> Bool {
        Marks(in: bytes).breaks & 0x80 != 0
    }

    private static let block = 16

    /// The top bit when the byte is 0, and only then: arithmetic, for a comparison would become a
    /// branch and keep the compiler from working on many bytes at once.
    private static func zeroMark(_ byte: UInt8) -> UInt8 { (byte &- 1) & ~byte }

    /// A copy of a part: one allocation of the right size.
    static func copy(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var copy: [UInt8] = []
        append(bytes, range, to: &copy)
        return copy
    }

    /// Appends a part.
    static func append(
        _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, to target: inout [UInt8]
    ) {
        // Empty arrays share their storage, which would be written to from everywhere.
        guard !range.isEmpty else { return }
        let part = bytes.extracting(range)
        // Filled and then overwritten: a loop of appends would go byte by byte.
        target.append(addingCapacity: part.count) { output in
            output.append(repeating: 0, count: part.count)
            var fresh = output.mutableSpan
            for index in part.indices { fresh[index] = part[index] }
        }
    }

    /// Whether there is nothing but spaces.
    static func isBlank(_ bytes: borrowing Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] != .space { return false }
        return true
    }

    /// The first fault among a line's bytes: a NUL, CR or LF, else what is not UTF-8.
    static func fault(in bytes: borrowing Span<UInt8>) -> LineError? {
        let marks = Marks(in: bytes)
        if (marks.breaks | marks.nuls) & 0x80 != 0 {
            for index in bytes.indices where isForbidden(bytes[index]) {
                return .forbiddenByte(bytes[index])
            }
        }
        return marks.high < 0x80 || isUTF8(bytes) ? nil : .invalidUTF8(nil)
    }

    /// What a look at some bytes found: the top bits say whether there is any such byte.
    private struct Marks {
        var high: UInt8 = 0
        var nuls: UInt8 = 0
        /// CR or LF.
        var breaks: UInt8 = 0

        /// Vectors want whole blocks, so the end is looked at as a block that overlaps those
        /// before; looking twice does no harm.
        @inline(__always)
        init(in bytes: borrowing Span<UInt8>) {
            let whole = bytes.count & ~31
            look(at: bytes.extracting(0..<whole))
            if whole < bytes.count {
                look(at: bytes.extracting(max(0, bytes.count - 32)..<bytes.count))
            }
        }

        @inline(__always)
        private mutating func look(at bytes: borrowing Span<UInt8>) {
            for index in bytes.indices {
                let byte = bytes[index]
                high |= byte
                nuls |= zeroMark(byte)
                breaks |= zeroMark(byte ^ .carriageReturn) | zeroMark(byte ^ .lineFeed)
            }
        }
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte == 0 || byte == .carriageReturn || byte == .lineFeed
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
            if 0xc2...0xdf ~= lead, index + 1 < bytes.count, bytes[index + 1] & 0xc0 == 0x80 {
                index &+= 2
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
