import Rooms
import Wire

/// `Host`, the service nickname: every vendor verb is also a private message to it.
enum Service {
    static let nick: [UInt8] = Array("Host".utf8)
    static let source = "Host!Host@sandali"

    /// What Host does not speak to anybody: it answers in sentences.
    static let withheld: Capabilities = [.standardReplies, .languages, .redaction]

    /// The command that is said to Host.
    static func command(in message: Message) -> Message? {
        guard message.command == "PRIVMSG", message.count > 1,
            message[0].split(separator: UInt8(ascii: ",")).contains(where: isNamed)
        else { return nil }
        // What is no line is no command either.
        return try? Message(parsing: Array(message[1]))
    }

    static func isNamed(_ target: ArraySlice<UInt8>) -> Bool {
        Name.folded(target).elementsEqual(Name.folded(nick[...]))
    }
}

extension House {
    /// `/msg Host room new #tue-circle`: the same table, the same checks; answered by NOTICE.
    mutating func serve(_ text: ArraySlice<UInt8>, _ turn: inout Turn) {
        // What is said to Host is not stored, but who waits for an echo gets one.
        if turn.held.contains(.echoMessage) {
            let person = asking(turn)
            let line = Line(":\(source(person)) PRIVMSG \(Service.nick) :\(text)\r\n")
            tellOwn(tags(of: person, turn), line.bytes, &turn)
        }
        if answer(text, &turn) { return }
        // What is no line is no command either, and is answered so.
        guard let message = try? Message(parsing: Array(text)),
            let place = CommandTable.place(of: message.command),
            CommandTable.all[place].isVendor || message.command == "HELP"
        else {
            // Words that are no command are answered, not swallowed.
            let first = text.split(separator: UInt8(ascii: " ")).first ?? []
            let sentence = Phrase.unknown(first, toService: true, turn.language)
            return turn.say(":\(Service.source) NOTICE \(turn.nick) :\(sentence)")
        }
        let command = CommandTable.all[place]
        let (held, asked) = (turn.held, turn.message)
        turn.held.subtract(Service.withheld)
        turn.message = message
        if message.count < command.params.lowerBound {
            turn.refuseMissing(command)
        } else {
            do throws(Refusal) {
                let run = command.run
                try run(&self, &turn)
            } catch {
                turn.refuse(error, about: Array(message.text(0) ?? []))
            }
        }
        turn.held = held
        turn.message = asked
    }
}
