/// The languages that the client can speak to its reader. Each has a file with its catalogue;
/// Russian, Tajik and Uzbek come as further cases, and the compiler asks for every phrase.
enum Language: String, CaseIterable {
    case english = "en"

    /// The first of the POSIX locale variables that is set decides; English where it is unknown.
    init(environment: [String: String]) {
        let wish = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy
            .compactMap { environment[$0] }.first { !$0.isEmpty }
        let code = wish.map { String($0.prefix { $0 != "_" && $0 != "." && $0 != "@" }) }
        self = code.flatMap(Language.init(rawValue:)) ?? .english
    }
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

    // What went wrong on the way.
    case noSuchHost(server: String)
    case nobodyAnswers(server: String)
    case unreachable(server: String, why: String)
    case noAnswerInTime(server: String)
    case plainOnlyHere
    case noTLS(server: String, why: String)
    case untrusted(server: String, fingerprint: String?)
    case untrustedChanged(server: String, before: String)
    case knownServersUnusable(path: String)
    case signInRefused(words: String)
    case signInNotOffered
    case nicknameRefused(words: String)
    case needsAccount
    case wrongServer(String)
    case wrongFingerprint
    case needsPassword

    // While talking.
    case cutOff
    case serverClosed(words: String)
    case tryingAgain(seconds: Int)
    case backAgain
    case notConnected
    case noRoomYet
    case nowIn(room: String)
    case alsoIn(room: String)
    case rooms([String], current: String?)
    case unanswered
    case tooFewWords(command: String)
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
    case invited(by: String, room: String)
    case peopleIn(room: String, names: String)
    case listed(room: String, people: String, topic: String)
    case isAway(who: String, words: String)
    case you
    case toStaff

    func text(_ language: Language) -> String {
        switch language {
        case .english: english
        }
    }
}

extension Language {
    /// Whether an answer means yes; everything else means no.
    func isYes(_ answer: String) -> Bool {
        switch self {
        case .english: ["y", "yes"].contains(answer.lowercased())
        }
    }
}
