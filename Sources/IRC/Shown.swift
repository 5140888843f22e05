import Rooms
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

extension Shown {
    /// A moment as people and programs read it: `2026-12-01T18:30:00.000Z`.
    static func time(_ moment: Moment) -> [UInt8] {
        var text: [UInt8] = []
        Timestamp.write(milliseconds: moment.milliseconds, to: &text)
        return text
    }

    /// Bytes as people compare them: two lower-case digits each.
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// A user name as it stands in a source: ASCII letters, digits, `-`, `_` and `.`; never empty.
    static func user(_ given: ArraySlice<UInt8>) -> [UInt8] {
        let kept = given.filter { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        return kept.isEmpty ? Array("u".utf8) : Array(kept.prefix(Limit.userBytes))
    }

    /// The longest beginning between letters of at most so many bytes.
    static func cut(_ text: ArraySlice<UInt8>, to bytes: Int) -> [UInt8] {
        Array(text.prefix(Letters.cut(text, atMost: bytes)))
    }

    /// `PONG` with the word that came, or with as much of it as fits into the line.
    static func pong(_ token: ArraySlice<UInt8>, server: [UInt8]) -> Line {
        let lead = Line(":\(server) PONG \(server) :")
        return Line(lead.bytes + cut(token, to: Wire.Limit.contentBytes - lead.bytes.count))
    }
}

/// Answers to lines that could not be parsed.
enum Faults {
    static func answer(
        _ fault: LineError, server: [UInt8], target: [UInt8], held: Capabilities,
        _ language: Language, replies: inout [UInt8]
    ) {
        let lead: Line =
            held.contains(.standardReplies)
            ? ":\(server) FAIL * INVALID_LINE" : ":\(Service.source) NOTICE \(target)"
        let line: Line =
            switch fault {
            case .tooLong, .tagsTooLong:
                ":\(server) 417 \(target) :\(Phrase.lineTooLong.text(language))"
            case .invalidUTF8(let line):
                // UTF8ONLY asks for this reply, whatever the client has asked for.
                ":\(server) FAIL \(name(line)) INVALID_UTF8 :\(Phrase.invalidUTF8.text(language))"
            case .forbiddenByte: "\(lead) :\(Phrase.forbiddenByte.text(language))"
            case .malformed: "\(lead) :\(Phrase.malformedLine.text(language))"
            }
        replies += line.bytes
        replies.endLine()
    }

    /// What the faulty line was to do, as far as that can be read.
    private static func name(_ line: Message?) -> String {
        guard let line, line.command != .unknown else { return "*" }
        return line.command.text
    }
}
