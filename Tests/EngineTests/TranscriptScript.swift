import Foundation
import Wire

/// A conversation on paper, line by line.
///
///     # A comment.
///     policy support                       the rules, before all else; `support` if not said
///     motd Good evening                    one line of the message of the day
///     password winter                      the connection password
///     about A warm place                   one line about the network
///     operator root secret                 who may say OPER
///     deny-tags * -typing                  client-only tags that are not passed on
///     help Help line: 1313                 one line of the help numbers
///     language tg                          what is spoken to whoever has chosen nothing
///     languages en tg                      what may be chosen, the default among them
///     clocks-east 5                        hours that the centre's clocks are ahead of UTC
///     withhold chghost                     capabilities that are not on offer
///     reload chghost                       the configuration is read again: these are withheld
///     icon https://a.example/i.svg         where the network's picture is
///     sts 6697 3600                        what clients are told of coming under TLS
///     account lola parent                  an account; its password is its name and `-pw`
///     password-of lola rose                her password is `rose-pw` from now on
///     roles-of malika facilitator          her roles are these from now on
///     room #tue-circle dilbar :On Tuesdays a group's room and who leads it
///     enrol #tue-circle lola
///     case lola zarina
///     open lola                            a connection that has said nothing yet
///     plain lola                           the same, without TLS
///     certificate lola phone               which certificate it has shown, if any
///     connect phone as lola with phone     signed in by password, with this certificate
///     connect lola batch server-time       one that is signed in with these capabilities; its
///                                          greeting is not shown
///     connect phone as lola                another connection of the same account
///     lola > PRIVMSG #tue-circle :салом    what a connection sends
///     lola >> NICK lola                    the same, in one flight with the next `>`
///     lola < :server 421 …                 what it receives: every line, in order
///     lola < (closed)                      the server closes the connection
///     lola ! failed                        the connection ends: `failed`, `gone`, `slow`,
///                                          `silent`, `stopped` (the server stops in good order)
///     restart                              the server is killed and comes up from its log
///     disk full | disk well                what the disk says from now on
///     passwords crowded | passwords well   whether there is room in the line for their comparing
///     @ +10m                               the clock moves (`s`, `m`, `h`)
///     @ -10m                               the clock is set back
///
/// In what is sent, `\xNN` is a byte, `{ab*30}` a text repeated, `{plain:zid,account,password}` a
/// SASL PLAIN response, `{b64:text}` base 64. In what is received, message ids and batch references
/// are numbered in the order in which they are seen: `<1>`, `<2>`. In what is
/// sent, `<id:hello>` is the id of the text "hello".
enum TranscriptLine {
    case note
    case directive([String], tail: String?)
    case send(String, [UInt8], more: Bool)
    case hear(String, String)
    case end(String, String)
    case clock(seconds: Int64)
    case unreadable

    init(_ line: String) {
        let words = line.split(separator: " ").map(String.init)
        guard let first = words.first, !first.hasPrefix("#") else {
            self = .note
            return
        }
        if first == "@", words.count == 2 {
            self = Self.span(words[1]).map { .clock(seconds: $0) } ?? .unreadable
            return
        }
        guard words.count > 1 else {
            self = .directive(words, tail: nil)
            return
        }
        switch words[1] {
        case "<": self = .hear(first, Self.after("<", in: line))
        case ">", ">>":
            let text = Paper.bytes(Self.after(words[1], in: line))
            self = .send(first, text, more: words[1] == ">>")
        case "!": self = .end(first, words.last ?? "")
        default:
            let parts = line.split(separator: " :", maxSplits: 1).map(String.init)
            let head = parts[0].split(separator: " ").map(String.init)
            self = .directive(head, tail: parts.count > 1 ? parts[1] : nil)
        }
    }

    private static func after(_ mark: String, in line: String) -> String {
        guard let range = line.range(of: " \(mark) ") else { return "" }
        return String(line[range.upperBound...])
    }

    private static func span(_ text: String) -> Int64? {
        guard text.hasPrefix("+") || text.hasPrefix("-"), let unit = text.last else { return nil }
        let number = Int64(text.dropLast())
        let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
        return seconds[unit].flatMap { scale in number.map { $0 * scale } }
    }
}

/// How bytes are written on paper, and back.
enum Paper {
    /// What is written, as bytes.
    static func bytes(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        var rest = Substring(text)
        while let letter = rest.first {
            if rest.hasPrefix("\\x"), let byte = UInt8(rest.dropFirst(2).prefix(2), radix: 16) {
                out.append(byte)
                rest = rest.dropFirst(4)
            } else if letter == "{", let end = rest.firstIndex(of: "}"),
                let expanded = expanded(rest[rest.index(after: rest.startIndex)..<end])
            {
                out += expanded
                rest = rest[rest.index(after: end)...]
            } else {
                out += String(letter).utf8
                rest = rest.dropFirst()
            }
        }
        return out
    }

    private static func expanded(_ text: Substring) -> [UInt8]? {
        if text.hasPrefix("plain:") {
            let parts = text.dropFirst(6).split(separator: ",", omittingEmptySubsequences: false)
            let response = parts.map { Array($0.utf8) }.joined(separator: [0])
            return Base64.encode(Array(response)[...])
        }
        if text.hasPrefix("b64:") { return Base64.encode(Array(text.dropFirst(4).utf8)[...]) }
        guard let star = text.lastIndex(of: "*"), star != text.startIndex,
            let times = Int(text[text.index(after: star)...])
        else { return nil }
        return Array(repeatElement(Array(text[..<star].utf8), count: times).joined())
    }

    /// Bytes as they are written: control bytes as `\xNN`, long runs of a letter as `{a*40}`.
    static func text(_ bytes: [UInt8]) -> String {
        var out = ""
        var rest = Substring(String(decoding: bytes, as: UTF8.self))
        while let letter = rest.first {
            let run = rest.prefix { $0 == letter }.count
            if run >= 20 {
                out += "{\(letter)*\(run)}"
                rest = rest.dropFirst(run)
                continue
            }
            let scalar = letter.unicodeScalars.first?.value ?? 0
            let code = String(scalar, radix: 16)
            out += scalar < 32 ? "\\x" + (code.count < 2 ? "0" : "") + code : String(letter)
            rest = rest.dropFirst()
        }
        return out
    }
}
