import Testing
import Wire

@testable import SandaliKit
@testable import sandali

struct RegistrationTests {
    private func play(
        _ identity: Identity, _ lines: String...
    ) throws -> (outcomes: [Registration.Outcome], registration: Registration) {
        var registration = Registration(identity)
        let outcomes = try lines.map { registration.take(try Message($0)) }
        return (outcomes.filter { $0 != .goOn }, registration)
    }

    private let lola = Identity(account: "lola", password: "x")

    @Test func `a language that was asked for is said first, so that a refusal can be read`() {
        var identity = Identity(nickname: "lola")
        #expect(!Registration(identity).opening.contains { $0.hasPrefix("LANGUAGE") })
        identity.language = "uz-Cyrl"
        #expect(Registration(identity).opening.first == "LANGUAGE uz-Cyrl")
    }

    @Test func `capabilities that are refused are looked up and asked for again`() throws {
        let (outcomes, registration) = try play(
            Identity(nickname: "lola"),
            ":s CAP * NAK :server-time message-tags echo-message",
            ":s 001 lola :Welcome",
            ":s CAP lola LS * :server-time sasl=PLAIN", ":s CAP lola LS :away-notify batch",
            ":s CAP lola ACK :server-time batch ")
        #expect(outcomes == [.say(["CAP LS 302"]), .say(["CAP REQ :server-time batch"]), .ready])
        #expect(registration.capabilities == ["server-time", "batch"])
    }

    @Test func `a server that refuses what it lists is asked no further`() throws {
        let (outcomes, _) = try play(
            Identity(nickname: "lola"), ":s CAP * NAK :batch", ":s 001 lola :Welcome",
            ":s CAP lola LS :batch", ":s CAP lola NAK :batch")
        #expect(outcomes == [.say(["CAP LS 302"]), .say(["CAP REQ :batch"]), .ready])
    }

    @Test func `a server from before capabilities lets a guest in`() throws {
        let (outcomes, _) = try play(
            Identity(nickname: "lola"), ":s 421 * CAP :Unknown command", ":s 001 lola :Welcome")
        #expect(outcomes == [.ready])
    }

    @Test(arguments: [
        ":s CAP * NAK :sasl", ":s 421 * CAP :Unknown command", ":s 908 * EXTERNAL :are available",
        ":s 001 lola :Welcome",
    ])
    func `without SASL the password is not taken for accepted`(line: String) throws {
        #expect(try play(lola, line).outcomes == [.refused(.signInNotOffered)])
    }

    @Test(arguments: [
        ":s 904 * :Sorry", ":s 464 * :Sorry", "FAIL PASS INVALID_CREDENTIALS :Sorry",
        "FAIL * ACCOUNT_REQUIRED :Sorry", "FAIL AUTHENTICATE SLOW_DOWN :Sorry",
    ])
    func `a refused sign-in carries the server's words`(line: String) throws {
        #expect(try play(lola, line).outcomes == [.refused(.signInRefused(words: "Sorry"))])
    }

    @Test(arguments: ["AUTHENTICATE", "PASS"])
    func `of a suspended account no other password is asked for`(command: String) throws {
        let line = ":s FAIL \(command) ACCOUNT_SUSPENDED :Please ask your centre"
        let error = ConnectError.suspended(words: "Please ask your centre")
        #expect(try play(lola, line).outcomes == [.refused(error)])
        #expect(!error.mayPass)
        #expect(Exit(error) == .signInRefused)
        #expect(Phrase(error) == .serverSays(words: "Please ask your centre"))
    }

    @Test func `a server without time is no refusal, and may have time in a while`() throws {
        let line = ":s FAIL AUTHENTICATE TRY_AGAIN :Very many are signing in"
        let error = ConnectError.busy(words: "Very many are signing in")
        #expect(try play(lola, line).outcomes == [.refused(error)])
        #expect(error.mayPass)
    }

    @Test func `a failure that is not about the sign-in is left to others`() throws {
        #expect(try play(lola, "FAIL * INVALID_UTF8 :Sorry").outcomes == [])
    }

    @Test func `a taken nickname is told as such`() throws {
        let line = ":s 433 * lola :Somebody has it"
        #expect(
            try play(lola, line).outcomes
                == [.refused(.nicknameRefused(words: "Somebody has it"))])
    }

    @Test func `PASS carries account and password where SASL is not wanted`() {
        let identity = Identity(account: "lola", password: "a b:c", method: .pass)
        #expect(Registration(identity).opening.first == "PASS :lola:a b:c")
        #expect(!Registration(identity).opening.contains { $0.contains("sasl") })
    }

    @Test(arguments: [(1, 1, "=="), (291, 1, "4"), (294, 2, " +"), (295, 2, "==")])
    func `a long password is sent in pieces of 400`(letters: Int, lines: Int, ending: String) {
        let credentials = Identity.Credentials(
            account: "lola", password: String(repeating: "x", count: letters))
        let plain = credentials.plainLines
        #expect(plain.count == lines)
        #expect(plain.last?.hasSuffix(ending) == true)
        #expect(plain.allSatisfy { $0.utf8.count <= "AUTHENTICATE ".utf8.count + 400 })
    }

    @Test func `a password does not show when it is printed or dumped`() {
        let identity = Identity(account: "lola", password: "hunter2")
        var dumped = ""
        dump(identity, to: &dumped)
        #expect(!"\(identity) \(String(reflecting: identity)) \(dumped)".contains("hunter2"))
    }
}
