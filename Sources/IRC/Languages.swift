import Rooms
import Wire

/// Which language somebody is spoken to in, and how they choose it.
extension House {
    /// The account's choice, else what they chose here, else the centre's.
    func language(of id: PersonID) -> Language {
        language(of: id.account, chosen: people.persons.look(id) { $0.language } ?? nil)
    }

    /// The same for somebody who is not registered yet.
    func language(of account: AccountID?, chosen: Language?) -> Language {
        let wish = account.flatMap { centre.account($0)?.language } ?? chosen
        // What the configuration offers no more is not spoken any more.
        return wish.flatMap { welcome.languages.contains($0) ? $0 : nil } ?? welcome.language
    }

    /// A moment by the centre's clock, in the language of who asks.
    func localTime(_ moment: Moment, _ turn: Turn) -> [UInt8] {
        turn.language.time(moment, minutesEast: welcome.zone.minutesEast(at: moment))
    }

    /// Tells the transport in which language its own lines to a connection are to be.
    func speak(_ language: Language, to connection: ConnectionID, _ turn: inout Turn) {
        turn.deliveries.append(.speaks(connection, language))
    }

    /// `LANGUAGE [<language>]`; `*` goes back to the centre's.
    ///
    /// - Source: IRCv3 draft/languages, "Command": 687, 981 and 982.
    static func language(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let given = (0..<turn.message.count).map { turn.message[$0] }.filter { !$0.isEmpty }
        guard let code = given.first else { return house.listLanguages(&turn) }
        guard given.count == 1 else {
            return turn.answerLanguage(
                .tooManyLanguages, "TOO_MANY_LANGUAGES", "1", .languagesTooMany)
        }
        guard let choice = house.welcome.language(named: code) else {
            return turn.answerLanguage(
                .noLanguage, "NO_SUCH_LANGUAGE", Line(Shown.middle(code)), .languageUnknown)
        }
        try house.choose(choice.language, &turn)
    }

    private mutating func choose(
        _ language: Language?, _ turn: inout Turn
    ) throws(Refusal) {
        let person = asking(turn)
        if let account = person.id.account {
            for fact in try centre.choose(language, for: account) { try commit(fact, &turn) }
        }
        // An account's choice stands in the log; what a connection named before is then void.
        let kept = person.id.account == nil ? language : nil
        if person.language != kept { move(.languageSet(person.id, kept), &turn) }
        turn.language = self.language(of: person.id)
        for connection in person.connections { speak(turn.language, to: connection, &turn) }
        turn.answerLanguage(
            .yourLanguagesAre, "LANGUAGE_SET", Line(turn.language.code), .languageSet,
            Array(turn.language.name.utf8))
    }

    private func listLanguages(_ turn: inout Turn) {
        for language in welcome.languages {
            turn.standard(
                .note, "LANGUAGE", Line(language.code), .languageRow, Array(language.code.utf8),
                Array(language.name.utf8))
        }
        let own = turn.language
        turn.standard(.note, "CURRENT", Line(own.code), .languageNow, Array(own.name.utf8))
        turn.standard(.note, "END", "", .endOfList)
    }
}

extension Turn {
    /// The draft's numeric to whoever has asked for the draft, else a standard reply.
    fileprivate mutating func answerLanguage(
        _ number: Numeric, _ code: String, _ context: Line, _ phrase: Phrase, _ facts: [UInt8]...
    ) {
        if held.contains(.languages) {
            return numeric(number, "\(context) :\(phrase.text(language, facts))")
        }
        let kind = number == .yourLanguagesAre ? StandardReply.note : .fail
        standard(kind, code, context, phrase, facts: facts)
    }
}

extension Welcome {
    /// What somebody names by a code; nil where it is not on offer.
    func language(named code: ArraySlice<UInt8>) -> (language: Language?, Void)? {
        if code.elementsEqual([UInt8(ascii: "*")]) { return (nil, ()) }
        guard let language = Language(code: String(decoding: code, as: UTF8.self)),
            languages.contains(language)
        else { return nil }
        return (language, ())
    }

    /// What stands in LS 302 behind the capability's name: how many may be chosen, then which, the
    /// default first.
    var languagesValue: String {
        let others = languages.filter { $0 != language }
        return "1," + ([language] + others).map(\.code).joined(separator: ",")
    }
}

extension Greeting {
    /// `LANGUAGE [<language>]` before registration: nothing is listed yet, but one may be chosen.
    mutating func takeLanguage(_ message: Message, _ replies: inout [UInt8]) {
        guard let code = message.text(0), !code.isEmpty else {
            return say("461", "LANGUAGE ", .needMoreParameters, &replies)
        }
        guard message.count == 1 else { return say("981", "1 ", .languagesTooMany, &replies) }
        guard let choice = welcome.language(named: code) else {
            return say("982", "\(Shown.middle(code)) ", .languageUnknown, &replies)
        }
        chosen = choice.language
        let name = Array(language.name.utf8)
        let text = Phrase.languageSet.text(language, [name])
        replies += Line(":\(welcome.server) 687 \(target) \(language.code) :\(text)").bytes
        replies.endLine()
    }
}
