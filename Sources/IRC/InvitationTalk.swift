import Rooms
import Wire

/// What is said about a code before anybody is signed in. Nothing here knows of any code: whether
/// one opens something is found out only with a password, and at its price.
enum InvitationTalk {
    /// What PASS has brought. Digits that were typed in groups come as several parameters.
    static func reading(of message: Message) -> SpokenCode.Reading {
        var text: [UInt8] = []
        for index in 0..<message.count { text += message[index] }
        return SpokenCode.read(text[...])
    }

    /// Whether a PASS that holds no code was meant as one, though too few digits are in it or
    /// letters among them. To be asked where PASS can be nothing else.
    static func isMeantAsCode(_ message: Message) -> Bool {
        var digits = 0
        for index in 0..<message.count {
            if message[index].contains(UInt8(ascii: ":")) { return false }
            digits += message[index].count { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        }
        return digits >= Limit.codeDigitsLeast
    }

    /// Whether somebody writes to Host.
    static func isToHost(_ message: Message) -> Bool {
        message.count > 1 && Service.isNamed(message[0])
    }

    /// What Host says to whoever holds a code and has not said how they want to be called.
    static func explain(
        _ message: Message, _ target: [UInt8], _ language: Language, to replies: inout [UInt8]
    ) {
        let words = message[1].split(separator: UInt8(ascii: " "))
        let isWish = words.first.map { CommandName($0) == "REGISTER" } ?? false
        if isWish, words.count > 3 { notice(.codeNoSpaces, target, language, to: &replies) }
        notice(.codeTaken, target, language, to: &replies)
        notice(.codeTakenHow, target, language, to: &replies)
    }

    /// `PRIVMSG Host :register [<name>] <password>`; nil for anything else.
    static func wish(_ message: Message, nick: [UInt8]?, code: [UInt8]?) -> Wish? {
        guard isToHost(message) else { return nil }
        let words = message[1].split(separator: UInt8(ascii: " ")).map(Array.init)
        guard let verb = words.first, CommandName(verb[...]) == "REGISTER" else { return nil }
        switch words.count {
        case 2:
            return nick.map {
                Wish(
                    account: $0, password: words[1], code: code, isNickname: true,
                    byService: true)
            }
        case 3: return Wish(account: words[1], password: words[2], code: code, byService: true)
        default: return nil
        }
    }

    /// A slip of the finger costs nothing, and is told as what it is.
    static func tellSlip(
        server: [UInt8], target: [UInt8], held: Capabilities, _ language: Language,
        to replies: inout [UInt8]
    ) {
        guard held.contains(.standardReplies) else {
            return notice(.codeMistyped, target, language, to: &replies)
        }
        let text = Phrase.codeMistyped.text(language)
        replies += Line(":\(server) FAIL PASS CODE_MISTYPED :\(text)").bytes
        replies.endLine()
    }

    static func notice(
        _ phrase: Phrase, _ target: [UInt8], _ language: Language, to replies: inout [UInt8]
    ) {
        let text = phrase.text(language)
        replies += Line(":\(Service.source) NOTICE \(target) :\(text)").bytes
        replies.endLine()
    }
}
