import Rooms
import Testing
import Wire

@testable import IRC

/// Every sentence stands in every language, whole and in its own letters.
@Suite struct CatalogueTests {
    /// What may read the same in another language: it is no sentence, or programs read it.
    static let alike: Set<Phrase> = [
        .languageRow, .auditRow, .iSupport, .handRow, .handRowComment, .reportRow, .heldText,
    ]

    /// Words of the protocol, which keep their letters, besides those in capitals alone.
    static let tokens: Set<String> = [
        "sasl", "account", "password", "IRCv3", "support", "timestamp", "msgid", "from", "msg",
        "Host",
        "case", "consent",
        "yes", "no", "45m", "8h", "7d", "18:30:00.000Z", "every", "1w", "8w", "none",
        "u", "w", "register", "for", "parent", "facilitator", "worker", "lead", "administrator",
        "48h", "5m", "30d", "Sandali",
        "list", "end", "ga", "speak", "turns", "worry", "harm", "identity", "spam", "ok",
    ]

    static let pairs = Language.allCases.flatMap { language in
        Phrase.allCases.map { (language, $0) }
    }

    static func faults(of text: String, in language: Language, from english: String) -> [String] {
        var faults: [String] = []
        let (own, theirs) = (Array(text.utf8), Array(english.utf8))
        if text.trimming() != text || text.isEmpty { faults.append("spaces around it") }
        if own.contains(where: { $0 < 32 || $0 == 127 }) { faults.append("a control character") }
        if text.last == "." { faults.append("a full stop at its end") }
        if Places(own) != Places(theirs) { faults.append("other places than in English") }
        for place in Template.places(own).compactMap(\.forms) {
            let forms = own[place].split(
                separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            if forms.count != language.countedForms { faults.append("a missing form") }
            if forms.contains(where: \.isEmpty) { faults.append("an empty form") }
        }
        return faults + Script.faults(of: text, in: language)
    }

    @Test(arguments: pairs)
    func `a sentence is whole in every language`(language: Language, phrase: Phrase) {
        let (text, english) = (phrase.sentence(language), phrase.sentence(.english))
        guard phrase != .iSupport else { return #expect(text == english) }
        #expect(Self.faults(of: text, in: language, from: english) == [], "\(text)")
        let isAlike = text == english && language != .english
        #expect(isAlike == (Self.alike.contains(phrase) && language != .english), "\(text)")
    }

    @Test(arguments: pairs)
    func `a sentence fits beside the longest names`(language: Language, phrase: Phrase) {
        // `:server 482 nick #room :` with the longest of each takes 199 bytes of 510. A fact is a
        // name, a number or a time; what holds a whole reason has an ERROR to itself.
        let open = Template.places(Array(phrase.sentence(language).utf8)).count {
            $0.forms == nil
        }
        let facts = [[UInt8]](repeating: [], count: 10)
        let bytes = phrase.text(language, facts).bytes.count + open * 20
        #expect(bytes <= 311, "\(phrase.sentence(language))")
    }

    @Test(arguments: Language.allCases)
    func `whoever comes in reads their own language`(language: Language) {
        let welcome = Welcome(
            server: "s.example", network: "Demo", version: "1", started: Moment(milliseconds: 0),
            policy: .support)
        let opening = CommonRows(welcome).opening(language)
        let host = Phrase.yourHost.text(language, [welcome.server, welcome.version])
        #expect(opening.server.first?.rest.bytes == Line(":\(host)").bytes)
        #expect(opening.motd.map(\.rest.bytes) == [Line(":\(Phrase.noMOTD.text(language))").bytes])
    }

    @Test(arguments: Language.allCases)
    func `every command is explained in every language`(language: Language) {
        let english = Dictionary(
            uniqueKeysWithValues: CommandTable.all.map { ($0.name, $0.summary) })
        let tables = Help.summaries(language)
        if language != .english {
            #expect(Set(tables.keys) == Set(english.keys), "HELP's tables have other commands")
        }
        for command in CommandTable.all {
            let text = command.summary(language)
            #expect(Script.faults(of: text, in: language) == [], "\(text)")
            if language != .english { #expect(text != command.summary) }
            // Beside a room's name nothing stands in HELP but the nickname and the form.
            let row = command.form(language).bytes.count + text.utf8.count
            #expect(row <= 370, "\(command.name.text): \(row)")
        }
    }

    @Test(arguments: Language.allCases)
    func `what a command is given is named in every language`(language: Language) {
        let words = Help.places(language)
        let forms = Help.forms.values.joined().flatMap { Command.places(in: Self.text($0)) }
        let used = Set(CommandTable.all.flatMap(\.places) + forms)
        guard language != .english else { return #expect(used.contains("room")) }
        #expect(used.subtracting(words.keys) == [], "what is named in no other language")
        for word in words.values {
            #expect(!word.isEmpty)
            #expect(Script.faults(of: word, in: language) == [], "\(word)")
        }
    }

    static func text(_ line: Line) -> String { String(decoding: line.bytes, as: UTF8.self) }

    @Test(arguments: Language.allCases)
    func `how a command is written fits beside the longest names`(language: Language) {
        let forms = CommandTable.all.map(\.form) + Help.forms.values.joined()
        for form in forms {
            let facts = [Help.shown(form, language).bytes]
            for phrase in [Phrase.formMissing, .roomNameWanted] {
                #expect(phrase.text(language, facts).bytes.count <= 311, "\(Self.text(form))")
            }
        }
    }

    @Test(
        arguments: zip(
            ["muet", "SESION", "hepl", "flor", "rond", "xyzq", "hello", "a", "MUTE", "ERROR"],
            ["MUTE", "SESSION", "HELP", "FLOOR", "ROUND", nil, nil, nil, "MUTE", nil]))
    func `a mistyped command is taken for the one that is nearest`(word: String, name: String?) {
        #expect(CommandTable.nearest(to: Array(word.utf8)[...], own: false)?.text == name)
    }

    @Test func `the form of a command shows what stands between its brackets in one's own words`() {
        let join = CommandTable.all[CommandTable.place(of: "JOIN")!]
        let russian = String(decoding: join.form(.russian).bytes, as: UTF8.self)
        #expect(russian == "JOIN <комната>{,<комната>} [<ключ>{,<ключ>}]")
        let quit = CommandTable.all[CommandTable.place(of: "QUIT")!]
        let tajik = String(decoding: quit.form(.tajik).bytes, as: UTF8.self)
        #expect(tajik == "QUIT [:<сабаб>]")
    }

    @Test(arguments: [
        ("{0} комната ", "spaces around it"), ("{0} комната\r", "a control character"),
        ("комната", "other places than in English"), ("room {0}", "letters of another script"),
        ("{0} {0?комната|комнаты}", "other places than in English"),
        ("{0} Хонаи ӯ", "a letter of another language"),
    ])
    func `a planted fault of a sentence is found`(text: String, fault: String) {
        #expect(Self.faults(of: text, in: .russian, from: "room {0}").contains(fault))
    }

    @Test func `a form too few is found`() {
        let text = "{0} {0?день|дня|дней}"
        let faults = Self.faults(of: text, in: .russian, from: "{0} {0?day|days}")
        #expect(faults == ["a missing form"])
    }

    @Test func `every safety line is a sentence, and says that nobody has reviewed it`() {
        for language in Language.allCases {
            let names = Review.unreviewedSafetyLines(in: language)
            let read = Review.reviewed(language)
            #expect(names.count == Review.safetyLines.count { !read.contains($0) })
        }
        #expect(Review.safetyLines.contains(.nobodyOfStaff))
        #expect(Review.safetyLines.contains(.helpNumbers))
        #expect(Set(Review.safetyLines).count == Review.safetyLines.count)
    }
}

/// Which facts a sentence shows, and by which it counts.
struct Places: Equatable {
    let facts: Set<Int>
    let counted: Set<Int>

    init(_ template: [UInt8]) {
        let places = Template.places(template)
        facts = Set(places.filter { $0.forms == nil }.map(\.fact))
        counted = Set(places.filter { $0.forms != nil }.map(\.fact))
    }
}

extension String {
    fileprivate func trimming() -> String {
        let rest = drop { $0 == " " }
        return String(rest.prefix(rest.count - rest.reversed().prefix { $0 == " " }.count))
    }
}
