import Foundation
import SandaliKit
import Testing
import Wire

@testable import sandali

/// The built client on a terminal of the system's own making.
@Suite(.timeLimit(.minutes(3)))
struct TerminalTests {
    @Test func `a person signs in, talks, keeps the typed text, and gets the terminal back`()
        async throws
    {
        let heard = Heard()
        let server = try ScriptedServer { peer in
            heard.lines = try peer.until("CAP END")
            try peer.say(
                ":s CAP * ACK :sasl", ":s 903 * :In", ":s CAP * ACK :echo-message",
                ":s 001 lola :Welcome", ":lola JOIN #a")
            try peer.until("PRIVMSG #a :first")
            try peer.say(":zarina PRIVMSG #a :\u{1b}[2Jснег")
            try peer.until("PRIVMSG #a :салом")
            try peer.say(":lola PRIVMSG #a :салом")
            try peer.until("QUIT :good night")
        }
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["-a", "lola", "-j", "a"]) {
            try screen.wait(for: "Password of lola: ")
            screen.type("хлеб\r")
            try screen.wait(for: "Welcome, lola.")
            try screen.wait(for: "\r\u{1b}[K#a> ")
            // The second line is begun before the answer to the first can come.
            screen.type("first\rса")
            try screen.wait(for: "<zarina> ␛[2Jснег")
            try screen.wait(for: "#a> са")
            screen.type("лл\u{7f}ом\r")
            try screen.wait(for: "<lola> салом")
            screen.type("/quit good night\r")
            try screen.wait(for: "Goodbye.")
        }
        #expect(status == 0)
        #expect(!screen.shown.contains("хлеб"))
        #expect(heard.lines.contains("AUTHENTICATE AGxvbGEA0YXQu9C10LE="))
        #expect(screen.isAsFound)
    }

    @Test func `a password for an export is typed unseen, and no arrow key brings one back`()
        async throws
    {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola")
            try peer.until("EXPORT NOW :хлеб и соль")
            try peer.say(
                ":s NOTE EXPORT TEXT :one", ":s NOTE EXPORT JSON :{}", ":s NOTE EXPORT END :all")
            try peer.until("OPER lola :молоко")
            try peer.until("ERASE now вода")
            try peer.until("QUIT")
        }
        let screen = try Screen()
        try FileManager.default.createDirectory(
            atPath: screen.folder, withIntermediateDirectories: true)
        let file = screen.folder + "/own"
        try await screen.run(server.plain + ["--nick", "lola"]) {
            try screen.wait(for: "Welcome, lola.")
            screen.type("/export \(file)\r")
            try screen.wait(for: "Password of lola: ")
            screen.type("хлеб и соль\r")
            try screen.wait(for: "Everything that is yours is in")
            screen.type("/export \(file)\r")
            try screen.wait(for: "is there already")
            screen.type("/oper lola\r")
            try screen.wait(for: "Password of lola: ")
            // An empty one gives it up.
            screen.type("\r")
            try screen.wait(for: "sandali> ")
            screen.type("/oper lola\r")
            try screen.wait(for: "Password of lola: ")
            screen.type("молоко\r/erase now вода\r\u{1b}[A")
            try screen.wait(for: "sandali> /oper lola")
            screen.type("\u{15}/clear\r\u{1b}[A")
            try screen.wait(for: "\u{1b}[H\u{1b}[2J\u{1b}[3J\r\u{1b}[Ksandali> \r")
            screen.type("/quit\r")
            try screen.wait(for: "Goodbye.")
        }
        #expect(!screen.shown.contains("хлеб"))
        #expect(!screen.shown.contains("молоко"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "one\n")
    }

    @Test func `a new person comes by invitation, and mends a slip and a name on the way`()
        async throws
    {
        let heard = Heard()
        let server = try ScriptedServer(
            { peer in
                try peer.until("REGISTER lola * :winter-bread")
                try peer.say(
                    ":s CAP * ACK :server-time",
                    ":s FAIL REGISTER ACCOUNT_EXISTS lola :This name is taken, willow is free")
            },
            { peer in
                heard.lines = try peer.until("CAP END")
                try peer.say(
                    ":s CAP * ACK :server-time", ":s REGISTER SUCCESS willow :Made",
                    ":s 001 willow :Welcome", ":s 004 willow s sandali-1 i i",
                    ":willow JOIN &willow")
                try peer.until("TOKEN NEW")
                let token = String(
                    decoding: Base64.encode([UInt8](repeating: 7, count: 32)[...]),
                    as: UTF8.self)
                try peer.say(":s NOTE TOKEN TOKEN willow \(token) x :Your token")
                try peer.until("PRIVMSG &willow :салом")
                peer.reset()
            },
            { peer in
                try peer.until("AUTHENTICATE SANDALI-TOKEN")
                try peer.welcome("willow", withSASL: true)
                try peer.until("QUIT")
            })
        let code = String(decoding: SpokenCode.digits(for: 5_720_391_846_204), as: UTF8.self)
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["--code"]) {
            try screen.wait(for: "Code of your invitation: ")
            screen.type("57203918462040\r")
            try screen.wait(for: "A digit of this code is wrong")
            screen.type(code + "\r")
            try screen.wait(for: "Name: ")
            screen.type("lola\r")
            try screen.wait(for: "Password: ")
            screen.type("winter-bread\r")
            try screen.wait(for: "The same again: ")
            screen.type("winter-bread\r")
            try screen.wait(for: "willow is free")
            screen.type("willow\r")
            try screen.wait(for: "Welcome, willow.")
            try screen.wait(for: "&willow> ")
            screen.type("салом\r")
            try screen.wait(for: "Connected again.")
            screen.type("\u{04}")
        }
        #expect(status == 0)
        #expect(heard.lines.contains("PASS :\(code)"))
        #expect(heard.lines.contains("REGISTER willow * :winter-bread"))
        #expect(!screen.shown.contains("winter-bread"))
        #expect(!screen.shown.contains("BwcHBwcH"))
        #expect(screen.isAsFound)
    }

    @Test(arguments: [
        ("tg_TJ.UTF-8", "Салом, lola.", true), ("en_US.UTF-8", "Welcome, lola.", false),
    ])
    func `the server is asked to speak as the terminal does, where that was chosen`(
        locale: String, greeting: String, asks: Bool
    ) async throws {
        let heard = Heard()
        let server = try ScriptedServer { peer in
            heard.lines = try peer.until("CAP END")
            try peer.say(":s CAP * ACK :server-time", ":s 001 lola :Welcome")
            try peer.until("QUIT")
        }
        let screen = try Screen()
        try await screen.run(server.plain + ["--nick", "lola"], locale: locale) {
            try screen.wait(for: greeting)
            screen.type("\u{04}")
        }
        #expect(heard.lines.contains { $0.hasPrefix("LANGUAGE") } == asks)
    }

    private static let wrong: ScriptedServer.Scene = { peer in
        try peer.until("CAP END")
        try peer.say(":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 * :They do not fit")
        _ = try peer.line()
    }

    @Test func `a password that does not fit is asked for again`() async throws {
        let server = try ScriptedServer(
            Self.wrong, Self.wrong,
            { peer in
                try peer.welcome("lola", withSASL: true)
                try peer.until("QUIT")
            })
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["-a", "lola"]) {
            for _ in 1...3 {
                try screen.wait(for: "Password of lola: ")
                screen.type("winter-bread\r")
            }
            try screen.wait(for: "Welcome, lola.")
            screen.type("\u{04}")
        }
        #expect(status == 0)
        #expect(screen.shown.components(separatedBy: "They do not fit").count == 3)
    }

    @Test(arguments: [1, 4])
    func `it ends after the fourth that does not fit, or when none is given`(
        answers: Int
    ) async throws {
        let scenes = Array(repeating: Self.wrong, count: answers)
        let server = try ScriptedServer(scenes: scenes)
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["-a", "lola"]) {
            for _ in 1...answers {
                try screen.wait(for: "Password of lola: ")
                screen.type("winter-bread\r")
            }
            if answers == 1 {
                try screen.wait(for: "Password of lola: ")
                screen.type("\r")
            }
        }
        #expect(status == 5)
        #expect(screen.shown.components(separatedBy: "They do not fit").count >= answers)
        #expect(screen.isAsFound)
    }

    @Test func `an unknown certificate is asked about, and no means no`() async throws {
        let scene: ScriptedServer.Scene = { peer in _ = try peer.line() }
        let server = try ScriptedServer(tls: freshServer(), scene, scene)
        let screen = try Screen()
        let status = try await screen.run(
            ["-s", "127.0.0.1:\(server.port)", "-a", "lola"], password: "x"
        ) {
            try screen.wait(for: "Do you trust it? [y/N] ")
            screen.type("\r")
            try screen.wait(for: "is not trusted; nothing was said to it.")
        }
        #expect(status == 4)
        #expect(screen.isAsFound)
    }

    @Test func `after a cut it comes back to the same room by itself`() async throws {
        let server = try ScriptedServer(
            { peer in
                try peer.welcome("lola")
                try peer.say(":lola JOIN #a")
                try peer.until("PRIVMSG #a :one")
                peer.reset()
            },
            { peer in
                try peer.welcome("lola", to: "#a")
                try peer.until("PRIVMSG #a :two")
                try peer.say(":zarina PRIVMSG #a :heard")
                try peer.until("QUIT")
            })
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("one\rtw")
            try screen.wait(for: "The connection was cut.")
            try screen.wait(for: "Connected again.")
            try screen.wait(for: "#a> tw")
            screen.type("o\r")
            try screen.wait(for: "<zarina> heard")
            screen.type("\u{03}")
        }
        #expect(status == 0)
    }

    @Test func `what was said as the line was cut is said again, once, under the same token`()
        async throws
    {
        let told = Told()
        let server = try ScriptedServer(
            { peer in
                try peer.welcome("lola", to: "#a", with: Unheard.needed)
                let first = try peer.line()
                try peer.say("\(first.prefix { $0 != " " }) :lola PRIVMSG #a :one")
                told.tell(try peer.line())
                peer.reset()
            },
            { peer in
                try peer.welcome("lola", to: "#a", with: Unheard.needed)
                let again = try peer.line()
                told.tell(again)
                try peer.say("\(again.prefix { $0 != " " }) :lola PRIVMSG #a :two")
                told.tell(try peer.line())
                try peer.until("QUIT")
            })
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("one\r")
            try screen.wait(for: "<lola> one")
            screen.type("two\r")
            try screen.wait(for: "Connected again.")
            try screen.wait(for: "<lola> two")
            screen.type("three\r\u{03}")
        }
        let (sent, again, next) = (await told.text(), await told.text(), await told.text())
        let parts = try #require(again).components(separatedBy: ";+sandali.chat/written=")
        #expect(sent == parts[0] + " PRIVMSG #a :two")
        #expect(parts.last?.hasSuffix("Z PRIVMSG #a :two") == true)
        #expect(next?.hasSuffix(" PRIVMSG #a :three") == true)
        #expect(status == 0)
    }

    @Test func `where the wished room does not open, one speaks in the worker channel`()
        async throws
    {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola")
            try peer.say(":lola JOIN &lola", ":s 403 lola #a :There is no such room for you")
            try peer.until("PRIVMSG &lola :салом")
            try peer.say(":malika PRIVMSG &lola :heard")
            try peer.until("QUIT")
        }
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["--nick", "lola", "-j", "#a"]) {
            try screen.wait(for: "&lola> ")
            screen.type("салом\r")
            try screen.wait(for: "<malika> heard")
            screen.type("\u{04}")
        }
        #expect(status == 0)
    }

    @Test func `a signal at the password gives the terminal back`() async throws {
        let screen = try Screen()
        let process = try screen.start(["-s", "127.0.0.1", "-a", "lola"])
        try await blocking {
            try screen.wait(for: "Password of lola: ")
            process.terminate()
            process.waitUntilExit()
        }
        #expect(process.terminationStatus == 128 + SIGTERM)
        #expect(screen.isAsFound)
    }

    @Test func `a certificate that is not the one named is never offered to be pasted`()
        async throws
    {
        let server = try ScriptedServer(tls: freshServer()) { peer in _ = try peer.line() }
        let screen = try Screen()
        let named = String(repeating: "AB", count: 32)
        let arguments = ["-s", server.address.description, "--nick", "lola"]
        let status = try await screen.run(arguments + ["--fingerprint", named]) {
            try screen.wait(for: "is NOT the one that --fingerprint names")
            try screen.wait(for: "Ask the people who run")
        }
        #expect(status == 4)
        #expect(!screen.shown.contains("add: --fingerprint"))
    }

    @Test func `a new password that is too short is told before anything is said`() async throws {
        let code = String(decoding: SpokenCode.digits(for: 5_720_391_846_204), as: UTF8.self)
        let screen = try Screen()
        let status = try await screen.run(["-s", "127.0.0.1", "--code"]) {
            try screen.wait(for: "Code of your invitation: ")
            screen.type(code + "\r")
            try screen.wait(for: "Name: ")
            screen.type("lola\r")
            try screen.wait(for: "Password: ")
            screen.type("bread\r")
            try screen.wait(for: "This has fewer than 8 letters.")
            try screen.wait(for: "Password: ")
            screen.type("\u{04}")
        }
        #expect(status == 3)
    }
}
