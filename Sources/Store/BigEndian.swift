/// Numbers as they stand in the log, most significant byte first.
extension [UInt8] {
    /// Appends `value`, most significant byte first.
    mutating func append(bigEndian value: some FixedWidthInteger) {
        var shift = value.bitWidth
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// The integer whose most significant byte is at `offset`; its last byte must be inside.
    func integer<Value: FixedWidthInteger>(
        at offset: Int, as type: Value.Type = Value.self
    ) -> Value {
        var value: Value = 0
        for index in offset..<(offset + Value.bitWidth / 8) {
            value = value << 8 | Value(truncatingIfNeeded: self[index])
        }
        return value
    }

    /// Appends all of `bytes`.
    mutating func append(contentsOf bytes: Span<UInt8>) {
        // Lent for this call only.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

extension InlineArray where Element == UInt8 {
    /// Writes `value` from `offset` on, most significant byte first; its last byte must be inside.
    mutating func store(bigEndian value: some FixedWidthInteger, at offset: Int) {
        var shift = value.bitWidth
        for index in offset..<(offset + value.bitWidth / 8) {
            shift -= 8
            self[index] = UInt8(truncatingIfNeeded: value >> shift)
        }
    }
}
