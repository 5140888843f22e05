import Foundation

/// What `sandali --help` says. The argument parser's own words around it are English.
struct Usage: Equatable {
    var abstract: String
    var discussion: String
    var server: String
    var account: String
    var nick: String
    var fingerprint: String
    var code: String
    var noDevice: String
    var plain: String
    var join: String
    var signIn: String
    var language: String

    /// In the language of the environment: the arguments are not known yet when it is asked for.
    static let own = Usage(Language(environment: ProcessInfo.processInfo.environment))

    init(_ language: Language) {
        self =
            switch language {
            case .english: .english
            case .russian: .russian
            case .tajik: .tajik
            case .uzbek: .uzbek
            case .uzbekCyrillic: .uzbekCyrillic
            }
    }

    init(
        abstract: String, discussion: String, server: String, account: String, nick: String,
        fingerprint: String, code: String, noDevice: String, plain: String, join: String,
        signIn: String, language: String
    ) {
        self.abstract = abstract
        self.discussion = discussion
        self.server = server
        self.account = account
        self.nick = nick
        self.fingerprint = fingerprint
        self.code = code
        self.noDevice = noDevice
        self.plain = plain
        self.join = join
        self.signIn = signIn
        self.language = language
    }
}
