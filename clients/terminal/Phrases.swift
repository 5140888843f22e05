/// The languages that the client can speak to its reader. Each has a file with its catalogue, and a
/// test asks for every phrase.
enum Language: String, CaseIterable {
    case english = "en"
    case russian = "ru"
    /// In Cyrillic.
    case tajik = "tg"
    /// In Latin.
    case uzbek = "uz"
    case uzbekCyrillic = "uz-Cyrl"

    /// The first of the POSIX locale variables that is set decides; English where it is unknown.
    init(environment: [String: String]) {
        let wish = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
            .compactMap { environment[$0] }.first { !$0.isEmpty }
        self = wish.flatMap { Language(locale: $0) } ?? .english
    }

    /// A locale's name (`tg_TJ.UTF-8`, `uz_UZ@cyrillic`) or a tag of BCP 47 (`uz-Cyrl`).
    init?(locale: String) {
        let name = locale.lowercased()
        let code = String(name.prefix { $0 != "_" && $0 != "-" && $0 != "." && $0 != "@" })
        let isCyrillic = name.hasSuffix("@cyrillic") || name.contains("cyrl")
        guard let language = Language(rawValue: code) else { return nil }
        self = language == .uzbek && isCyrillic ? .uzbekCyrillic : language
    }

    /// Every code, for whoever has named another.
    static var codes: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// Everything that the client says in its own words. What others wrote comes in as values, and is
/// neutral by then.
enum Phrase: Equatable {
    // Coming in.
    case askAccount
    case askPassword(account: String)
    case connecting(server: String)
    case welcome(nickname: String)
    case unknownCertificate(server: String, fingerprint: String)
    case changedCertificate(server: String, fingerprint: String, before: String)
    case askTrust
    case aboutInvitation
    case askCode
    case slipInCode
    case aboutNewAccount
    case askNewAccount
    case aboutNewPassword
    case askNewPassword
    case askAgain
    case passwordsDiffer
    case passwordShort
    case madePassword(String)
    case deviceKept
    case deviceRefused(words: String)

    // What went wrong on the way.
    case noSuchHost(server: String)
    case nobodyAnswers(server: String)
    case unreachable(server: String, why: String)
    case noAnswerInTime(server: String)
    case plainOnlyHere
    case noTLS(server: String, why: String)
    case untrusted(server: String, fingerprint: String?)
    case untrustedUnlikeNamed(server: String)
    case untrustedChanged(server: String, before: String)
    case knownServersUnusable(path: String)
    case signInRefused(words: String)
    case serverSays(words: String)
    case signInNotOffered
    case invitationRefused(words: String)
    case nicknameRefused(words: String)
    case needsAccount
    case wrongServer(String)
    case wrongFingerprint
    case wrongLanguage(codes: String)
    case needsPassword

    // While talking.
    case cutOff
    case serverClosed(words: String)
    case tryingAgain(seconds: Int)
    case backAgain
    case missed(room: String)
    case notThereYet(words: String)
    case lineSilent
    case notConnected
    case noRoomYet
    case nowIn(room: String)
    case alsoIn(room: String)
    case rooms([String], current: String?)
    case unanswered
    case tooFewWords(command: String)
    case exported(path: String)
    case notExported(path: String)
    case exportCut(path: String)
    case exportComing(path: String)
    case exportThere(path: String)
    case commandsUnanswered
    case unconfirmed(count: Int)
    case goodbye
    case help

    // What happened around one.
    case came(who: String, room: String)
    case left(who: String, room: String, words: String)
    case quit(who: String, words: String)
    case removed(who: String, by: String, room: String, words: String)
    case renamed(who: String, to: String)
    case topicSet(who: String, room: String, topic: String)
    case topicIs(room: String, topic: String)
    case noTopic(room: String)
    case modeSet(who: String, target: String, modes: String)
    case takenBack(by: String, words: String)
    case turnBegins(who: String)
    case turnEnds(who: String)
    case invited(by: String, room: String)
    case peopleIn(room: String, names: String)
    case listed(room: String, people: String, topic: String)
    case isAway(who: String, words: String)
    case emptyList(of: String)
    case nobodyFound(name: String)
    case you
    case toStaff

    func text(_ language: Language) -> String {
        switch language {
        case .english: english
        case .russian: russian
        case .tajik: tajik
        case .uzbek: uzbek
        case .uzbekCyrillic: uzbekCyrillic
        }
    }

    /// What somebody said in leaving, behind what is told of it.
    static func after(_ words: String) -> String {
        words.isEmpty ? "" : ": \(words)"
    }
}

extension Language {
    /// Whether an answer means yes; everything else means no. `y` does in every language, for the
    /// keyboard may have no other letters.
    func isYes(_ answer: String) -> Bool {
        let own: [String] =
            switch self {
            case .english: []
            case .russian: ["д", "да"]
            case .tajik: ["ҳ", "ҳа", "бале"]
            case .uzbek: ["h", "ha"]
            case .uzbekCyrillic: ["ҳ", "ҳа"]
            }
        return (own + ["y", "yes"]).contains(answer.lowercased())
    }
}
