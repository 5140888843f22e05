import Foundation
import SandaliKit
import Testing

/// What a person reads of what a cut, or their going, has left undone.
@Suite(.timeLimit(.minutes(3)))
struct CutTests {
    /// The tags of a line that a client has sent.
    private static func tags(_ line: String) -> Substring { line.prefix { $0 != " " } }

    @Test func `who goes is told what never came back, and hears what still does`() async throws {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola", to: "#a", with: Unheard.needed)
            let (first, second) = try (peer.line(), peer.line())
            try peer.until("QUIT")
            try peer.say("\(Self.tags(first)) :lola PRIVMSG #a :one")
            try peer.say("\(Self.tags(second)) :lola PRIVMSG #a :two")
        }
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("one\rtwo\r/msg zarina three\r/quit\r")
            try screen.wait(for: "<lola> two")
            try screen.wait(for: "Not confirmed by the server: 1.")
            try screen.wait(for: "you → zarina: <lola> three")
            try screen.wait(for: "Goodbye.")
        }
        #expect(status == 0)
    }

    @Test func `who has heard everything back is told nothing`() async throws {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola", to: "#a", with: Unheard.needed)
            let first = try peer.line()
            try peer.until("QUIT")
            try peer.say("\(Self.tags(first)) :lola PRIVMSG #a :one")
        }
        let screen = try Screen()
        try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("one\r/quit\r")
            try screen.wait(for: "Goodbye.")
        }
        #expect(!screen.shown.contains("Not confirmed"))
    }

    @Test func `a server that has no time yet is tried again`() async throws {
        let server = try ScriptedServer(
            { peer in
                try peer.welcome("lola", withSASL: true)
                peer.reset()
            },
            { peer in
                try peer.until("CAP END")
                try peer.say(
                    ":s CAP * ACK :sasl", "AUTHENTICATE +", ":s CAP * ACK :standard-replies",
                    ":s FAIL AUTHENTICATE TRY_AGAIN :Very many", ":s 904 * :Very many")
                _ = try peer.line()
            },
            { peer in
                try peer.welcome("lola", withSASL: true)
                try peer.until("QUIT")
            })
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["-a", "lola"], password: "x") {
            try screen.wait(for: "The connection was cut.")
            try screen.wait(for: "Trying again in 1 s.")
            try screen.wait(for: "Trying again in 2 s.")
            try screen.wait(for: "Connected again.")
            screen.type("\u{04}")
        }
        #expect(status == 0)
    }

    @Test func `what Host was told is not said again after a cut`() async throws {
        let told = Told()
        let server = try ScriptedServer(
            { peer in
                try peer.welcome("lola", to: "#a", with: Unheard.needed)
                told.tell(try peer.line())
                _ = try peer.line()
                peer.reset()
            },
            { peer in
                try peer.welcome("lola", to: "#a", with: Unheard.needed)
                told.tell(try peer.line())
                told.tell(try peer.line())
                try peer.until("QUIT")
            })
        let screen = try Screen()
        try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("/msg Host token new\rone\r")
            try screen.wait(for: "Host did not answer this.")
            try screen.wait(for: "you → Host: <lola> token new")
            try screen.wait(for: "Connected again.")
            try screen.wait(for: "You are in #a now")
            screen.type("two\r\u{04}")
        }
        let (command, again, next) = (await told.text(), await told.text(), await told.text())
        #expect(command?.hasSuffix(" PRIVMSG Host :token new") == true)
        #expect(command?.contains("sandali.chat/id") == false)
        #expect(again?.hasSuffix(" PRIVMSG #a :one") == true)
        #expect(next?.hasSuffix(" PRIVMSG #a :two") == true)
    }

    @Test func `a room that had not opened again by the second cut is asked for once more`()
        async throws
    {
        let server = try ScriptedServer(
            { peer in
                try peer.welcome("lola", to: "#a")
                peer.reset()
            },
            { peer in
                try peer.welcome("lola")
                try peer.until("JOIN #a")
                peer.reset()
            },
            { peer in
                try peer.welcome("lola", to: "#a")
                try peer.until("QUIT")
            })
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            try screen.wait(for: "Connected again.")
            try screen.wait(for: "Connected again.")
            try screen.wait(for: "#a> ")
            screen.type("\u{04}")
        }
        #expect(status == 0)
    }

    @Test func `an export that was cut is told, and leaves no file behind`() async throws {
        let server = try ScriptedServer(
            { peer in
                try peer.welcome("lola")
                try peer.until("EXPORT NOW :pw")
                try peer.say(":s NOTE EXPORT TEXT :one", ":s NOTE EXPORT MORE 7 :more")
                try peer.until("EXPORT MORE 7")
                try peer.say(":s NOTE EXPORT TEXT_PART :tw")
                peer.close()
            },
            { peer in
                try peer.welcome("lola")
                try peer.until("EXPORT NOW :pw")
                try peer.say(":s NOTE EXPORT TEXT :whole", ":s NOTE EXPORT END :That is all")
                try peer.until("QUIT")
            })
        let screen = try Screen()
        let files = FileManager.default
        try files.createDirectory(atPath: screen.folder, withIntermediateDirectories: true)
        let path = screen.folder + "/own"
        try await screen.run(server.plain + ["--nick", "lola"]) {
            try screen.wait(for: "Welcome, lola.")
            screen.type("/export \(path) pw\r")
            try screen.wait(for: "Not everything of yours has come")
            try screen.wait(for: "Connected again.")
            #expect(try files.contentsOfDirectory(atPath: screen.folder) == [])
            screen.type("/export \(path) pw\r")
            // The path may stand on a line of its own.
            try screen.wait(for: "Everything that is yours is in")
            screen.type("\u{04}")
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "whole\n")
    }

    @Test func `what was said while the line was cut is asked for and shown once`() async throws {
        let capabilities = Unheard.needed.union(["server-time"])
        let server = try ScriptedServer(
            { peer in
                try peer.welcome("lola", to: "#a", with: capabilities)
                try peer.say("@msgid=m1;time=2026-11-21T18:30:01.000Z :zarina PRIVMSG #a :one")
                peer.reset()
            },
            { peer in
                try peer.welcome("lola", to: "#a", with: capabilities)
                try peer.until("PING :missed")
                try peer.say(":s PONG s :missed")
                try peer.until("@label=h1 CHATHISTORY AFTER #a msgid=m1 100")
                try peer.say(
                    "@label=h1 :s BATCH +1 chathistory #a",
                    "@batch=1;msgid=m2;time=2026-11-21T18:30:02.000Z :zarina PRIVMSG #a :two",
                    ":s BATCH -1", "@msgid=m3 :zarina PRIVMSG #a :three")
                try peer.until("QUIT")
            })
        let screen = try Screen()
        try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "<zarina> one")
            try screen.wait(for: "Connected again.")
            try screen.wait(for: "While the line was cut, in #a:")
            try screen.wait(for: "<zarina> two")
            try screen.wait(for: "<zarina> three")
            screen.type("\u{04}")
        }
        #expect(screen.shown.ranges(of: "<zarina> one").count == 1)
    }

    @Test func `a command whose answer was cut off is told, and no password in it`() async throws {
        let server = try ScriptedServer(
            { peer in
                try peer.welcome("lola", to: "#a", with: Unheard.needed)
                let first = try peer.line()
                try peer.say("\(Self.tags(first)) :s NOTE RSVP ANSWERED #a :Thank you")
                _ = try (peer.line(), peer.line())
                peer.reset()
            },
            { peer in
                try peer.welcome("lola", to: "#a", with: Unheard.needed)
                try peer.until("QUIT")
            })
        let screen = try Screen()
        try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("/rsvp yes\r/mood 3\r/erase now bread\r")
            try screen.wait(for: "Host did not answer this.")
            try screen.wait(for: "/mood 3\r")
            try screen.wait(for: "/erase …")
            try screen.wait(for: "Connected again.")
            screen.type("\u{04}")
        }
        let told = screen.shown.components(separatedBy: "Host did not answer this.")
        #expect(told.count == 2)
        #expect(told.last?.contains("/rsvp") == false)
        #expect(told.last?.contains("bread") == false)
    }

    @Test func `words that nothing answers are shown as waiting, and the line is tried`()
        async throws
    {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola", to: "#a", with: Unheard.needed)
            let first = try peer.line()
            try peer.until("PING :line")
            try peer.say(":s PONG s :line", "\(Self.tags(first)) :lola PRIVMSG #a :one")
            try peer.until("QUIT")
        }
        let screen = try Screen()
        try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("one\r")
            try screen.wait(for: "not there yet: ")
            try screen.wait(for: "<lola> one")
            try screen.wait(for: "<lola> one")
            screen.type("\u{04}")
        }
    }
}
