extension Message {
    /// Parses one line that stands alone, without its ending.
    ///
    /// Spaces before the source, the command and each parameter may be many. The fifteenth
    /// parameter takes all that is left, with or without a colon.
    ///
    ///     JOIN #tue-circle                 → JOIN, ["#tue-circle"]
    ///     :host  MODE #tue-circle +o :lina → MODE, ["#tue-circle", "+o", "lina"]
    ///
    /// - Throws: every `LineError`; an empty line is `malformed` here (a `Framer` skips it).
    /// - Source: RFC 2812 §2.3.1; Modern IRC, "Parameters".
    public init(
        parsing line: [UInt8], tagBytes: Int = Limit.serverTagBytes,
        lineBytes: Int = Limit.lineBytes
    ) throws(LineError) {
        let bounds = LineBounds(tagBytes: tagBytes, lineBytes: lineBytes)
        if let fault = bounds.fault(in: line.span) { throw fault }
        try self.init(bounded: line)
    }

    /// Parses one line of text, for clients and tests.
    ///
    /// - Throws: as `init(parsing:)`.
    public init(_ line: String) throws(LineError) {
        try self.init(parsing: Array(line.utf8))
    }

    /// Parses a line whose length has been checked.
    init(bounded line: [UInt8]) throws(LineError) {
        var layout = Layout()
        let command: CommandName
        do {
            let bytes = line.span
            if let fault = Text.fault(in: bytes) {
                throw fault == .invalidUTF8(nil) ? .invalidUTF8(Self.repaired(line)) : fault
            }
            var scan = Scan(at: 0)
            if let at = bytes.isEmpty ? nil : bytes[0], at == .atSign {
                layout.tags = try scan.marked(bytes)
            }
            scan.skipSpaces(bytes)
            if scan.at < bytes.count, bytes[scan.at] == .colon {
                layout.source = try scan.marked(bytes)
                scan.skipSpaces(bytes)
            }
            guard scan.at < bytes.count else { throw .malformed }
            layout.command = scan.word(bytes)
            command = CommandName(packing: bytes, layout.command.range)
            scan.parameters(bytes, into: &layout)
        }
        self.init(bytes: line, command: command, layout: layout)
    }

    /// A line with `?` for every byte that is not ASCII; nil where that has no command.
    private static func repaired(_ line: [UInt8]) -> Message? {
        // What is malformed besides has nothing to be answered about.
        try? Message(bounded: line.map { $0 < 0x80 ? $0 : UInt8(ascii: "?") })
    }
}

/// A place in a line and how to move it on.
struct Scan {
    var at: Int

    init(at: Int) { self.at = at }

    mutating func skipSpaces(_ bytes: borrowing Span<UInt8>) {
        while at < bytes.count, bytes[at] == .space { at &+= 1 }
    }

    /// All up to the next space or the end.
    mutating func word(_ bytes: borrowing Span<UInt8>) -> Stretch {
        let start = at
        while at < bytes.count, bytes[at] != .space { at &+= 1 }
        return Stretch(start, at)
    }

    /// Tags or a source: a word behind a mark, which may not be empty nor end the line.
    mutating func marked(_ bytes: borrowing Span<UInt8>) throws(LineError) -> Stretch {
        at += 1
        let stretch = word(bytes)
        guard !stretch.range.isEmpty, at < bytes.count else { throw .malformed }
        return stretch
    }

    mutating func parameters(_ bytes: borrowing Span<UInt8>, into layout: inout Layout) {
        var count = 0
        while true {
            skipSpaces(bytes)
            guard at < bytes.count else { break }
            let last = bytes[at] == .colon || count == Limit.parameters - 1
            if last {
                let start = bytes[at] == .colon ? at + 1 : at
                layout.parameters[count] = Stretch(start, bytes.count)
                count += 1
                break
            }
            layout.parameters[count] = word(bytes)
            count += 1
        }
        layout.count = UInt8(truncatingIfNeeded: count)
    }
}

extension CommandName {
    /// The name that stands in `range` of a line.
    init(packing bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        guard !range.isEmpty, range.count <= Limit.commandBytes else {
            self = .unknown
            return
        }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        for index in range {
            let letter = CommandName.upper(bytes[index])
            guard letter != 0 else {
                self = .unknown
                return
            }
            words.high = words.high &<< 8 | words.low &>> 56
            words.low = words.low &<< 8 | UInt64(letter)
        }
        for _ in range.count..<Limit.commandBytes {
            words.high = words.high &<< 8 | words.low &>> 56
            words.low = words.low &<< 8
        }
        self.init(high: words.high, low: words.low)
    }
}

/// The bytes that have a meaning on the wire.
extension UInt8 {
    static let lineFeed: UInt8 = 0x0a
    static let carriageReturn: UInt8 = 0x0d
    static let space: UInt8 = 0x20
    static let plus: UInt8 = 0x2b
    static let colon: UInt8 = 0x3a
    static let semicolon: UInt8 = 0x3b
    static let equalsSign: UInt8 = 0x3d
    static let atSign: UInt8 = 0x40
    static let backslash: UInt8 = 0x5c
}
