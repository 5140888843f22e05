import Testing

/// In which room a person speaks after coming out of one.
@Suite(.timeLimit(.minutes(3)))
struct RoomTests {
    @Test func `who comes out of a room speaks on in another`() async throws {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola", to: "#a")
            try peer.until("JOIN #b")
            try peer.say(":lola JOIN #b")
            try peer.until("PART #b")
            try peer.say(":lola JOIN #a-aside", ":lola PART #b")
            try peer.until("PRIVMSG #a :one")
            try peer.until("JOIN #c")
            try peer.say(":lola JOIN #c", ":lola JOIN #d")
            try peer.until("PRIVMSG #a-aside :two")
            try peer.say(":zarina KICK #a-aside lola :back")
            try peer.until("PRIVMSG #a :three")
            try peer.say(":lola PART #a", ":lola PART #c", ":lola PART #d")
            try peer.until("QUIT")
        }
        let screen = try Screen()
        let status = try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("/join b\r")
            try screen.wait(for: "You are in #b now")
            screen.type("/part\r")
            try screen.wait(for: "You are in #a now")
            screen.type("one\r/join c\r")
            try screen.wait(for: "You are in #c now")
            screen.type("/join #a-aside\r")
            try screen.wait(for: "You are in #a-aside now")
            screen.type("two\r")
            try screen.wait(for: "You are in #a now")
            screen.type("three\r")
            try screen.wait(for: "sandali> ")
            screen.type("four\r")
            try screen.wait(for: "You are in no room yet.")
            screen.type("\u{04}")
        }
        #expect(status == 0)
    }

    @Test func `words that are half typed for a room do not go to another by themselves`()
        async throws
    {
        let told = Told()
        let server = try ScriptedServer { peer in
            try peer.welcome("lola", to: "#a")
            try peer.until("JOIN #b")
            try peer.say(":lola JOIN #b")
            try peer.until("PRIVMSG #b :one")
            try peer.say(":zarina KICK #b lola :out")
            told.tell(try peer.line())
            try peer.until("QUIT")
        }
        let screen = try Screen()
        try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("/join b\r")
            try screen.wait(for: "You are in #b now")
            screen.type("one\rtwo")
            try screen.wait(for: "sandali> two")
            screen.type("\r")
            try screen.wait(for: "You are in #a now")
            try screen.wait(for: "#a> two")
            screen.type("\r\u{04}")
        }
        #expect(await told.text() == "PRIVMSG #a :two")
    }

    @Test func `a room that is renamed stays the one spoken in`() async throws {
        let server = try ScriptedServer { peer in
            try peer.welcome("lola", to: "#a")
            try peer.until("JOIN #b")
            try peer.say(":lola JOIN #b")
            try peer.until("PRIVMSG #b :one")
            try peer.say(":lola PART #b :renamed", ":lola JOIN #c")
            try peer.until("QUIT")
        }
        let screen = try Screen()
        try await screen.run(server.plain + ["--nick", "lola", "-j", "a"]) {
            try screen.wait(for: "#a> ")
            screen.type("/join b\r")
            try screen.wait(for: "You are in #b now")
            screen.type("one\r")
            try screen.wait(for: "You are in #c now")
            screen.type("\u{04}")
        }
    }
}
