import Dispatch
import Foundation
import SandaliKit
import TLS
import Testing

@testable import sandali

/// The built client, run as a script runs it.
@Suite(.timeLimit(.minutes(3)))
struct LineToolTests {
    private static let folder =
        FileManager.default.temporaryDirectory.path + "/line-tool-" + UUID().uuidString

    private struct Outcome: Sendable {
        var output: String
        var complaint: String
        var status: Int32
    }

    private func sandali(
        _ arguments: [String], input: String = "", password: String? = "хлеб"
    ) async throws -> Outcome {
        let process = Process()
        process.executableURL = try FileManager.default.sandali
        process.arguments = arguments
        process.environment = ["XDG_CONFIG_HOME": Self.folder]
        process.environment?["SANDALI_PASSWORD"] = password
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (
            stdin, stdout, stderr
        )
        try process.run()
        process.killIfStuck()
        return try await blocking {
            try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try stdin.fileHandleForWriting.close()
            let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
            let complaint = try stderr.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return Outcome(
                output: String(decoding: output, as: UTF8.self),
                complaint: String(decoding: complaint, as: UTF8.self),
                status: process.terminationStatus)
        }
    }

    @Test func `lines go in and out, and the end waits for the last answer`() async throws {
        let heard = Heard()
        let server = try ScriptedServer { peer in
            try peer.welcome("lola", withSASL: true)
            heard.lines = try peer.until("PING :sandali-end-of-input")
            try peer.say(
                ":lola JOIN #a", "PING :still there?", ":s NOTICE * :\u{1b}[1mсалом",
                ":s PONG s sandali-end-of-input")
            heard.lines += try peer.until("QUIT")
            try peer.say("ERROR :Bye")
        }
        let outcome = try await sandali(
            ["--server", "127.0.0.1:\(server.port)", "--plain", "--account", "lola"],
            input: "JOIN #a\n\n/msg #a салом\r\nPRIVMSG #a :raw")
        #expect(
            outcome.output == """
                :lola JOIN #a
                PING :still there?
                :s NOTICE * :\u{1b}[1mсалом
                ERROR :Bye

                """)
        #expect(outcome.status == 0)
        #expect(outcome.complaint == "")
        #expect(
            heard.lines == [
                "JOIN #a", "PRIVMSG #a :салом", "PRIVMSG #a :raw", "PONG :still there?",
            ])
    }

    @Test func `a script that quits by itself ends well`() async throws {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola")
            try peer.until("quit :good night")
        }
        let outcome = try await sandali(
            server.plain + ["--nick", "lola"],
            input: "quit :good night\n")
        #expect(outcome.status == 0)
    }

    @Test func `nobody at the port is 3, and says what to do`() async throws {
        try await ScriptedServer.withDeadPort { port in
            let outcome = try await sandali(["-s", "127.0.0.1:\(port)", "-a", "lola"])
            #expect(outcome.status == 3)
            let complaint = "No server answers at 127.0.0.1:\(port). Is it running?\n"
            #expect(outcome.complaint == complaint)
        }
    }

    @Test func `a strange certificate is 4, and tells how to accept it`() async throws {
        let scene: ScriptedServer.Scene = { peer in _ = try peer.line() }
        let context = try freshServer()
        let server = try ScriptedServer(tls: context, scene, scene)
        let outcome = try await sandali(["-s", "127.0.0.1:\(server.port)", "-a", "lola"])
        #expect(outcome.status == 4)
        let fingerprint = try #require(Fingerprint(bytes: context.fingerprint))
        #expect(outcome.complaint.contains("--fingerprint \(fingerprint)"))
    }

    @Test func `a named fingerprint lets TLS through`() async throws {
        let context = try freshServer()
        let server = try ScriptedServer(tls: context) { peer in
            try peer.welcome("lola", withSASL: true)
            try peer.until("PING :sandali-end-of-input")
            try peer.say(":s PONG s :sandali-end-of-input")
            try peer.until("QUIT")
        }
        let fingerprint = try #require(Fingerprint(bytes: context.fingerprint))
        let outcome = try await sandali(
            ["-s", "127.0.0.1:\(server.port)", "-a", "lola", "--fingerprint", "\(fingerprint)"])
        #expect(outcome.status == 0, "\(outcome)")
    }

    @Test func `a refused sign-in is 5, in the server's words`() async throws {
        let server = try ScriptedServer { peer in
            try peer.until("CAP END")
            try peer.say(":s CAP * ACK :sasl", ":s 904 * :They do not \u{1b}fit")
        }
        let outcome = try await sandali(
            server.plain + ["-a", "lola"])
        #expect(outcome.status == 5)
        #expect(outcome.complaint.hasPrefix("The sign-in was refused: They do not ␛fit\n"))
    }

    @Test func `a cut connection is 6`() async throws {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola")
            try peer.until("x")
            peer.reset()
        }
        let outcome = try await sandali(
            server.plain + ["--nick", "lola"], input: "x\n")
        #expect(outcome.status == 6)
        #expect(outcome.complaint == "The connection was cut.\n")
    }

    @Test(arguments: [["--no-such-flag"], ["--server", "a:b"], ["--fingerprint", "12"], []])
    func `a wrong call is 2`(arguments: [String]) async throws {
        let outcome = try await sandali(arguments)
        #expect(outcome.status == 2)
        #expect(!outcome.complaint.isEmpty)
    }

    @Test func `an account needs its password`() async throws {
        let outcome = try await sandali(["-a", "lola"], password: nil)
        #expect(outcome.status == 2)
        #expect(outcome.complaint == "Give the password in SANDALI_PASSWORD.\n")
    }
}

/// Does what blocks on a thread of its own: the tests share few.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
{
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "blocking").async {
            continuation.resume(with: Result { try work() })
        }
    }
}

extension Process {
    /// A client that hangs fails its own test, not all of them.
    func killIfStuck() {
        let number = processIdentifier
        let end = DispatchTime.now() + .seconds(Patience.process)
        DispatchQueue(label: "patience").asyncAfter(deadline: end) { [weak self] in
            if self?.isRunning == true { kill(number, SIGKILL) }
        }
    }
}

extension FileManager {
    /// The client that was built beside the tests.
    var sandali: URL {
        get throws {
            let tests = URL(
                fileURLWithPath: try destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            return tests.deletingLastPathComponent().appendingPathComponent("sandali")
        }
    }
}
