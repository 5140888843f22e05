/// Writing lines, byte by byte, into a buffer that the caller owns.
extension [UInt8] {
    /// Appends text as UTF-8; meant for literals, which cost no allocation.
    public mutating func write(_ text: String) {
        write(text.utf8Span.span)
    }

    /// Appends bytes as they are.
    public mutating func write(_ bytes: borrowing Span<UInt8>) {
        Text.append(bytes, bytes.indices, to: &self)
    }

    /// Appends bytes as they are.
    @inlinable
    public mutating func write(_ bytes: [UInt8]) {
        append(contentsOf: bytes)
    }

    /// Appends bytes as they are.
    @inlinable
    public mutating func write(_ bytes: ArraySlice<UInt8>) {
        append(contentsOf: bytes)
    }

    /// Appends one byte.
    @inlinable
    public mutating func write(byte: UInt8) {
        append(byte)
    }

    /// Appends a command's name.
    public mutating func write(_ command: CommandName) {
        append(contentsOf: command.bytes)
    }

    /// Appends a number in decimal, without leading zeros.
    public mutating func write(decimal value: UInt64) {
        var power: UInt64 = 1
        while value / power >= 10 { power *= 10 }
        while power > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / power % 10))
            power /= 10
        }
    }

    /// Appends a number in decimal, with a minus below zero.
    public mutating func write(decimal value: Int) {
        if value < 0 { append(UInt8(ascii: "-")) }
        write(decimal: UInt64(value.magnitude))
    }

    /// Appends a number in decimal, with zeros before it up to `width` digits.
    public mutating func write(decimal value: Int, width: Int) {
        precondition(value >= 0, "zeros before a minus")
        let start = count
        write(decimal: UInt64(value))
        let missing = width - (count - start)
        if missing > 0 {
            insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: missing), at: start)
        }
    }

    /// Appends a tag's value, escaped.
    ///
    /// - Source: IRCv3 message-tags, "Escaping values".
    public mutating func write(escapingTag value: ArraySlice<UInt8>) {
        for byte in value {
            switch byte {
            case .semicolon: write("\\:")
            case .space: write("\\s")
            case .backslash: write("\\\\")
            case .carriageReturn: write("\\r")
            case .lineFeed: write("\\n")
            default: append(byte)
            }
        }
    }

    /// Appends a tag's value, escaped.
    public mutating func write(escapingTag value: [UInt8]) {
        write(escapingTag: value[...])
    }

    /// Ends the line with CR LF.
    @inlinable
    public mutating func endLine() {
        append(0x0d)
        append(0x0a)
    }
}
