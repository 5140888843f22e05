import ArgumentParser
import SandaliKit

/// The command line.
struct SandaliCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandali", abstract: Usage.own.abstract, discussion: Usage.own.discussion)

    @Option(name: .shortAndLong, help: .init(stringLiteral: Usage.own.server))
    var server: String?

    @Option(name: .shortAndLong, help: .init(stringLiteral: Usage.own.account))
    var account: String?

    @Option(help: .init(stringLiteral: Usage.own.nick))
    var nick: String?

    @Option(name: .shortAndLong, help: .init(stringLiteral: Usage.own.join))
    var join: [String] = []

    @Option(help: .init(stringLiteral: Usage.own.fingerprint))
    var fingerprint: String?

    @Flag(help: .init(stringLiteral: Usage.own.plain))
    var plain = false

    @Flag(help: .init(stringLiteral: Usage.own.code))
    var code = false

    @Flag(name: .customLong("no-device"), help: .init(stringLiteral: Usage.own.noDevice))
    var noDevice = false

    @Option(name: .customLong("sign-in"), help: .init(stringLiteral: Usage.own.signIn))
    var signIn = SignIn.sasl

    @Option(name: .shortAndLong, help: .init(stringLiteral: Usage.own.language))
    var language: String?

    /// The ways to sign in, as they are typed.
    enum SignIn: String, ExpressibleByArgument, CaseIterable {
        case sasl, pass
    }
}

/// A command line that cannot be carried out: what to say.
struct WrongUse: Error, Equatable {
    var phrase: Phrase
}

extension SandaliCommand {
    /// Where to connect to.
    func server(_ environment: [String: String]) throws(WrongUse) -> Server {
        let port = plain ? Server.plainPort : Server.tlsPort
        let text = server ?? environment["SANDALI_SERVER"] ?? "localhost"
        guard let server = Server(text, defaultPort: port) else {
            throw WrongUse(phrase: .wrongServer(Neutral.text(text)))
        }
        return server
    }

    /// The certificate that was named, or nil when none was.
    func pin() throws(WrongUse) -> Fingerprint? {
        guard let fingerprint else { return nil }
        guard let pin = Fingerprint(fingerprint) else { throw WrongUse(phrase: .wrongFingerprint) }
        return pin
    }

    /// What to speak to the person: as was said, else as the environment says.
    func language(_ environment: [String: String]) throws(WrongUse) -> Language {
        guard let language else { return Language(environment: environment) }
        guard let known = Language(locale: language) else {
            throw WrongUse(phrase: .wrongLanguage(codes: Language.codes))
        }
        return known
    }

    /// Rooms with the sign that people forget.
    var rooms: [String] {
        join.flatMap { $0.split(separator: ",") }.map {
            TypedLine.isChannel($0) ? String($0) : "#" + $0
        }
    }
}
