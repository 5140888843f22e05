import Foundation
import SandaliKit

/// The program from its arguments to its end.
struct Program {
    let command: SandaliCommand
    let environment: [String: String]
    let keyboard = Keyboard()
    let isTerminal = Terminal.isThere

    var language: Language {
        // A language that there is none of is complained of in the environment's.
        (try? command.language(environment)) ?? Language(environment: environment)
    }

    func run() async -> Exit {
        signal(SIGPIPE, SIG_IGN)
        let signals = Signals()
        if isTerminal { signals.watch() }
        defer { Terminal.restore() }
        do {
            let plan = try await plan()
            return try await talk(plan, signals)
        } catch let error as WrongUse {
            complain(error.phrase)
            return .wronglyCalled
        } catch let error as ConnectError {
            complain(Phrase(error, isNamed: command.fingerprint != nil))
            return Exit(error)
        } catch {
            // The person gave up at a question.
            return .notConnected
        }
    }

    private func talk(_ plan: Plan, _ signals: Signals) async throws -> Exit {
        if isTerminal { Standard.say(text(.connecting(server: plan.server.description))) }
        let (client, plan) = try await comeIn(plan)
        guard isTerminal else {
            return await LineTool(client, plan, isSeen: isatty(STDOUT_FILENO) == 1).run()
        }
        Terminal.makeRaw()
        let chat = Chat(plan, keyboard: keyboard)
        signals.talk(in: chat)
        let exit = await chat.run(client)
        Standard.write(exit == .well ? text(.goodbye) + "\n" : "")
        return exit
    }

    /// What to do about a certificate that nobody vouches for: on a pipe there is nobody to ask.
    var asking: @Sendable (Presented) async -> Bool {
        let (keyboard, language, isTerminal) = (keyboard, language, isTerminal)
        return { presented in
            guard isTerminal else { return false }
            Standard.say(Self.question(presented).text(language))
            let answer = await keyboard.ask(Phrase.askTrust.text(language))
            return answer.map(language.isYes) ?? false
        }
    }

    private static func question(_ presented: Presented) -> Phrase {
        let server = presented.server.description
        let fingerprint = presented.fingerprint.description
        guard let before = presented.before else {
            return .unknownCertificate(server: server, fingerprint: fingerprint)
        }
        return .changedCertificate(
            server: server, fingerprint: fingerprint, before: before.description)
    }

    func text(_ phrase: Phrase) -> String { phrase.text(language) }

    private func complain(_ phrase: Phrase) {
        Terminal.restore()
        Standard.say(text(phrase), to: STDERR_FILENO)
    }
}
