import Testing

@testable import sandali

/// Every phrase of the client stands in every language, whole and in its own letters.
struct CatalogueTests {
    static let pairs = Language.allCases.flatMap { language in
        phrases.map { (language, $0) }
    }

    @Test(arguments: pairs)
    func `a phrase is whole in every language`(language: Language, phrase: Phrase) {
        let (text, english) = (phrase.text(language), phrase.text(.english))
        #expect(!text.isEmpty)
        #expect(!text.contains("\r") && !text.hasPrefix(" "))
        if language != .english { #expect(text != english) }
        for fact in Self.facts(in: english) {
            #expect(text.contains(fact), "\(text) has lost \(fact)")
        }
        #expect(Self.foreignLetters(in: text, language) == [], "\(text)")
    }

    @Test(arguments: Language.allCases)
    func `the help is there in every language and names every command`(language: Language) {
        let usage = Usage(language)
        let all = [
            usage.abstract, usage.discussion, usage.server, usage.account, usage.nick,
            usage.fingerprint, usage.code, usage.noDevice, usage.plain, usage.join, usage.signIn,
            usage.language,
        ]
        for text in all {
            #expect(!text.isEmpty)
            #expect(Self.foreignLetters(in: text, language) == [], "\(text)")
        }
        if language != .english { #expect(usage != .english) }
        for command in Self.commands {
            #expect(Phrase.help.text(language).contains(command))
        }
        for line in Phrase.help.text(language).split(separator: "\n") { #expect(line.count <= 92) }
    }

    @Test(arguments: [
        ("tg_TJ.UTF-8", Language.tajik), ("uz_UZ.UTF-8", .uzbek),
        ("uz_UZ@cyrillic", .uzbekCyrillic),
        ("uz-Cyrl", .uzbekCyrillic), ("ru", .russian), ("C.UTF-8", nil), ("de_DE", nil),
    ])
    func `a locale means a language`(locale: String, language: Language?) {
        #expect(Language(locale: locale) == language)
        #expect(Language(environment: ["LANG": locale]) == language ?? .english)
        #expect(
            Language(environment: ["LANG": locale, "LC_ALL": "ru_RU"]) == .russian)
    }

    @Test func `yes is yes in one's own words, and y everywhere`() {
        let words: [(Language, String)] = [
            (.english, "yes"), (.russian, "Да"), (.tajik, "ҳа"), (.uzbek, "Ha"),
            (.uzbekCyrillic, "ҳа"),
        ]
        for (language, word) in words {
            #expect(language.isYes(word))
            #expect(language.isYes("Y"))
            #expect(!language.isYes("n"))
            #expect(!language.isYes(""))
        }
    }

    private static let commands = [
        "/list", "/join", "/rooms", "/part", "/names", "/who", "/msg", "/me", "/hand", "/export",
        "/clear",
    ]

    /// The facts that the phrases below have: each is bytes that no sentence has by itself.
    private static func facts(in text: String) -> [String] {
        ["‹1›", "‹2›", "‹3›", "‹4›", "77"].filter { text.contains($0) }
    }

    /// Words in the letters of another script that are no words of programs.
    private static func foreignLetters(in text: String, _ language: Language) -> [String] {
        let words = text.split { !$0.isLetter && $0 != "ʻ" && $0 != "ʼ" }.map(String.init)
        return words.filter { word in
            let isCyrillic = word.unicodeScalars.contains { (0x400...0x4ff).contains($0.value) }
            let isLatin = word.unicodeScalars.contains { $0.value < 0x400 && $0.value != 0x2bb }
            switch language {
            case .english, .uzbek: return isCyrillic
            default: return isLatin && (isCyrillic || !programs.contains(word.lowercased()))
            }
        }
    }

    /// Commands, options, variables and names, which keep their letters.
    private static let programs: Set<String> = [
        "list", "join", "rooms", "part", "names", "who", "msg", "me", "topic", "whoreads",
        "language", "quit", "help", "whois", "raw", "enter", "sha", "plain", "localhost", "tls",
        "sasl", "pass", "sign", "in", "nick", "account", "fingerprint", "sandali", "server",
        "password", "host", "port", "hand", "export", "clear", "json", "a", "f", "en", "ru",
        "tg", "uz", "cyrl",
    ]

    static let phrases: [Phrase] = [
        .aboutInvitation, .askCode, .slipInCode, .aboutNewAccount, .askNewAccount,
        .aboutNewPassword, .askNewPassword, .askAgain, .passwordsDiffer, .madePassword("‹1›"),
        .deviceKept, .deviceRefused(words: "‹1›"),
        .askAccount, .askPassword(account: "‹1›"), .connecting(server: "‹1›"),
        .welcome(nickname: "‹1›"),
        .unknownCertificate(server: "‹1›", fingerprint: "‹2›"),
        .changedCertificate(server: "‹1›", fingerprint: "‹2›", before: "‹3›"), .askTrust,
        .noSuchHost(server: "‹1›"), .nobodyAnswers(server: "‹1›"),
        .unreachable(server: "‹1›", why: "‹2›"),
        .noAnswerInTime(server: "‹1›"), .plainOnlyHere, .noTLS(server: "‹1›", why: "‹2›"),
        .untrusted(server: "‹1›", fingerprint: nil),
        .untrustedUnlikeNamed(server: "‹1›"),
        .untrustedChanged(server: "‹1›", before: "‹2›"),
        .knownServersUnusable(path: "‹1›"), .signInRefused(words: "‹1›"), .signInNotOffered,
        .nicknameRefused(words: "‹1›"), .needsAccount, .needsPassword, .wrongServer("‹1›"),
        .wrongFingerprint, .wrongLanguage(codes: "‹1›"), .cutOff, .serverClosed(words: "‹1›"),
        .tryingAgain(seconds: 77), .backAgain, .missed(room: "‹1›"), .notThereYet(words: "‹1›"),
        .lineSilent,
        .notConnected, .noRoomYet, .nowIn(room: "‹1›"), .alsoIn(room: "‹1›"),
        .rooms([], current: nil),
        .rooms(["‹1›", "‹2›"], current: "‹1›"), .unanswered, .tooFewWords(command: "‹1›"),
        .exported(path: "‹1›"), .notExported(path: "‹1›"), .exportCut(path: "‹1›"),
        .exportComing(path: "‹1›"), .exportThere(path: "‹1›"), .commandsUnanswered,
        .unconfirmed(count: 77), .goodbye, .help,
        .came(who: "‹1›", room: "‹2›"), .left(who: "‹1›", room: "‹2›", words: ""),
        .quit(who: "‹1›", words: ""),
        .removed(who: "‹1›", by: "‹2›", room: "‹3›", words: "‹4›"), .renamed(who: "‹1›", to: "‹2›"),
        .topicSet(who: "‹1›", room: "‹2›", topic: "‹3›"), .topicIs(room: "‹1›", topic: "‹2›"),
        .noTopic(room: "‹1›"), .modeSet(who: "‹1›", target: "‹2›", modes: "‹3›"),
        .takenBack(by: "‹1›", words: ""), .turnBegins(who: "‹1›"), .turnEnds(who: "‹1›"),
        .invited(by: "‹1›", room: "‹2›"), .peopleIn(room: "‹1›", names: "‹2›"),
        .listed(room: "‹1›", people: "‹2›", topic: ""), .isAway(who: "‹1›", words: ""), .you,
        .emptyList(of: "‹1›"), .nobodyFound(name: "‹1›"), .passwordShort,
        .toStaff,
    ]
}
