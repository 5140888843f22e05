import IRC
import Wire

@testable import Engine

/// Every command has one answer, in its turn.
extension Evening {
    /// The next command of this connection has been answered in full.
    mutating func finishReply(_ id: ConnectionID) {
        guard let seat = seats[id], var link = clients[seat].link else { return }
        guard !link.unanswered.isEmpty else { return complain("\(link.serial): too many answers") }
        let typed = link.unanswered.removeFirst()
        let replies = link.replies
        link.replies = []
        clients[seat].link = link
        guard link.isRegistered, !(replies.isEmpty && isSignIn(typed)) else { return }
        // Whoever was cut off while their lines were under way hears no more.
        let isCut = typed.verb != "QUIT" && replies.allSatisfy { $0.first?.command == "ERROR" }
        if link.hasQuit || link.isClosing, replies.isEmpty || isCut { return }
        let fitting = replies.indices.filter { answer(to: typed, replies[$0]) != nil }
        let mayBeNone = answer(to: typed, []) != nil
        let own =
            fitting.first { !isBesides(replies[$0]) } ?? (mayBeNone ? nil : fitting.first)
        for (index, lines) in replies.enumerated() where index != own && !isBesides(lines) {
            complain("\(link.serial): \(typed.line) was answered \(lines[0].text)")
        }
        guard let reply = answer(to: typed, own.map { replies[$0] } ?? []) else {
            return complain("\(link.serial): \(typed.line) was not answered")
        }
        if let word = typed.word { judge(word, typed, reply) }
        if let who = link.who { checkWhole(typed, reply, who) }
    }

    /// The lines without their label, if they can be the answer to this command.
    private func answer(to typed: Typed, _ lines: [Heard]) -> [Heard]? {
        let whole = typed.label.map { ReplyRules.unlabelled(lines, $0) } ?? lines
        guard let reply = whole.map({ Array($0.prefix { !$0.isOfAbsence }) }),
            ReplyRules.fits(typed.verb, typed.argument, reply)
        else { return nil }
        return reply
    }

    /// Whether these lines came besides the answers: what one says to oneself, and the room that
    /// one has entered by another connection.
    private func isBesides(_ lines: [Heard]) -> Bool {
        guard let first = lines.first, first.tags["label"] == nil else { return false }
        if first.nick == "Host", first.parameters.last?.hasPrefix("Written here") == true {
            return true
        }
        // Somebody has used one's code; or one's device was dropped, or one's access renewed.
        if first.command == "NOTICE", first.nick == "Host", first.text.contains(" :Your code ") {
            return true
        }
        if first.isOfKeeping { return true }
        if first.command == "ERROR" { return true }
        if first.isOfTurns { return true }
        if ["PRIVMSG", "NOTICE", "TAGMSG"].contains(first.command), lines.count == 1 {
            return first.parameters[0] == first.nick
        }
        if first.command == "MARKREAD", lines.count == 1 { return true }
        return ["332", "353", "MARKREAD"].contains(first.command)
            && lines.contains { $0.command == "366" }
    }

    /// Commands that may have been said before registration.
    private func isSignIn(_ typed: Typed) -> Bool {
        ["CAP", "NICK", "USER", "PASS", "AUTHENTICATE", "REGISTER", "PING"].contains(typed.verb)
    }

    /// A text that was taken is in the log; one that was refused never will be.
    private mutating func judge(_ word: Int, _ typed: Typed, _ reply: [Heard]) {
        let isLogged = ledger.words[word] != nil || ledger.topics[word] != nil
        if reply.contains(where: \.isRefusal) {
            words[word].wasRefused = true
            // Whoever may not know of the room any more is not told that the text is there.
            if isLogged, !typed.isAgain { complain("\(typed.line) was refused, and is in the log") }
        } else if typed.verb != "TAGMSG", typed.verb != "NOTICE" || !reply.isEmpty, !isLogged {
            complain("\(typed.line) was taken, and is not in the log")
        }
    }
}
