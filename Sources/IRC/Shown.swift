import Wire

/// What somebody sent, made fit to be shown back as a middle parameter.
enum Shown {
    /// Never empty, no spaces, no leading colon, at most 100 bytes.
    static func middle(_ given: ArraySlice<UInt8>) -> [UInt8] {
        var shown = Array(given.prefix(Letters.cut(given, atMost: 100)))
        for index in shown.indices where shown[index] <= 32 { shown[index] = UInt8(ascii: "_") }
        if shown.first == UInt8(ascii: ":") { shown[0] = UInt8(ascii: "_") }
        return shown.isEmpty ? [UInt8(ascii: "*")] : shown
    }
}

/// Answers to lines that could not be parsed.
enum Faults {
    static func answer(
        _ fault: LineError, server: [UInt8], target: [UInt8], replies: inout [UInt8]
    ) {
        let line: Line =
            switch fault {
            case .tooLong, .tagsTooLong:
                ":\(server) 417 \(target) :\(Phrase.lineTooLong.text())"
            case .invalidUTF8:
                ":\(server) FAIL * INVALID_UTF8 :\(Phrase.invalidUTF8.text())"
            case .forbiddenByte:
                ":\(server) FAIL * INVALID_LINE :\(Phrase.forbiddenByte.text())"
            case .malformed: ":\(server) FAIL * INVALID_LINE :\(Phrase.malformedLine.text())"
            }
        replies += line.bytes
        replies.endLine()
    }
}
