import Testing

@testable import sandali

struct TypedLineTests {
    @Test(arguments: [
        ("салом", TypedLine.speak(to: "#a", lines: ["PRIVMSG #a :салом"])),
        ("//home", .speak(to: "#a", lines: ["PRIVMSG #a :/home"])),
        ("   ", .nothing), ("", .nothing), ("/", .nothing),
        ("/me waves", .speak(to: "#a", lines: ["PRIVMSG #a :\u{01}ACTION waves\u{01}"])),
        ("/msg lola  how are you", .speak(to: "lola", lines: ["PRIVMSG lola :how are you"])),
        ("/msg lola", .trouble(.tooFewWords(command: "/msg"))),
        ("/join", .trouble(.tooFewWords(command: "/join"))),
        ("/join tue-circle", .join(["#tue-circle"], line: "JOIN #tue-circle")),
        ("/join #a,&lola key", .join(["#a", "&lola"], line: "JOIN #a,&lola key")),
        ("/part", .send(["PART #a"])), ("/part #b good night", .send(["PART #b :good night"])),
        ("/topic", .send(["TOPIC #a"])), ("/topic sleep", .send(["TOPIC #a :sleep"])),
        ("/names", .send(["NAMES #a"])), ("/who lola", .send(["WHO lola"])),
        ("/whoreads &lola", .send(["WHOREADS &lola"])), ("/list", .send(["LIST"])),
        ("/hand", .send(["HAND #a"])), ("/hand down", .send(["HAND #a down"])),
        ("/hand #b", .send(["HAND #b"])), ("/rsvp #b/2 yes", .send(["RSVP #b/2 yes"])),
        ("/rules", .send(["RULES #a"])), ("/rules ok #b 3", .send(["RULES ok #b 3"])),
        ("/hand #a down", .send(["HAND #a down"])), ("/away", .send(["AWAY"])),
        ("/away gone home for tea", .send(["AWAY :gone home for tea"])),
        ("/away tea", .send(["AWAY tea"])), ("/away :gone home", .send(["AWAY :gone home"])),
        ("/away :) at home", .send(["AWAY ::) at home"])),
        ("/kick #a lola come  again", .send(["KICK #a lola :come  again"])),
        ("/kick #a lola :come again", .send(["KICK #a lola :come again"])),
        ("/redact #a lola not here", .send(["REDACT #a lola :not here"])),
        ("/report #a lola worry is she well", .send(["REPORT #a lola worry :is she well"])),
        ("/report list", .send(["REPORT list"])),
        ("/hold no 3 not today, please", .send(["HOLD #a no 3 :not today, please"])),
        ("/hold ok 3 4", .send(["HOLD #a ok 3 4"])),
        ("/hold words tea, coffee", .send(["HOLD #a words :tea, coffee"])),
        ("/hold words :", .send(["HOLD #a words :"])),
        ("/room new #b Evening of songs", .send(["ROOM new #b :Evening of songs"])),
        ("/room set #b slow=5s keep=1d", .send(["ROOM set #b slow=5s keep=1d"])),
        ("/round #a end", .send(["ROUND #a end"])),
        ("/round #a how was it", .send(["ROUND #a :how was it"])),
        ("/case reject &lola too many", .send(["CASE reject &lola :too many"])),
        ("/erase now two words", .send(["ERASE now :two words"])),
        ("/mode #a +o lola", .send(["MODE #a +o lola"])),
        ("/raw mode #a +m", .send(["mode #a +m"])),
        ("/QUIT good night", .quit(words: "good night")),
        ("/clear", .clear),
        ("/rooms", .rooms), ("/help", .help), ("/help join", .send(["HELP join"])),
        ("/export own.txt", .export(path: "own.txt", password: nil)),
        ("/export own.txt two words", .export(path: "own.txt", password: "two words")),
        ("/export cancel", .send(["EXPORT cancel"])),
        ("/export", .trouble(.tooFewWords(command: "/export"))),
        ("/erase now", .lacksPassword(line: "ERASE NOW", account: nil)),
        ("/erase now bread", .send(["ERASE now bread"])),
        ("/erase cancel", .send(["ERASE cancel"])),
        ("/oper rudaba", .lacksPassword(line: "OPER rudaba", account: "rudaba")),
    ])
    func `what is typed in a room becomes what the server is told`(typed: String, line: TypedLine) {
        #expect(TypedLine(typed, room: "#a") == line)
    }

    @Test(arguments: [
        ("/export own.txt bread", true), ("/export own.txt", false), ("/export cancel", false),
        ("/export now bread", true), ("/raw ERASE NOW :bread", true), ("/erase now", false),
        ("/erase cancel", false), ("/oper rudaba bread", true), ("/oper rudaba", false),
        ("/register lola * bread", true), ("/raw pass lola:bread", true), ("/list", false),
        ("/msg Host register bread", true), ("/msg host export now bread", true),
        ("/erase now two words", true),
        ("/msg Host hand #a", false), ("/msg lola register bread", false), ("register me", false),
    ])
    func `it is known where a password was typed`(typed: String, bears: Bool) {
        #expect(TypedLine(typed, room: "#a").bearsPassword == bears)
    }

    @Test(arguments: ["салом", "/me waves", "/part", "/topic sleep", "/join"])
    func `without a room it says how to come into one`(typed: String) {
        #expect(TypedLine(typed, room: nil) == .trouble(.noRoomYet))
    }

    @Test func `a command about a room is left to the server where one is in none`() {
        #expect(TypedLine("/hand down", room: nil) == .send(["HAND down"]))
    }

    @Test func `long words go in pieces that the server takes, cut between words`() throws {
        let text = Array(repeating: "хлебушек", count: 120).joined(separator: " ")
        guard case .speak(_, let lines) = TypedLine(text, room: "#tue-circle") else {
            Issue.record("not spoken")
            return
        }
        #expect(lines.count > 2)
        #expect(lines.allSatisfy { $0.utf8.count <= 400 })
        #expect(lines.dropLast().allSatisfy { $0.hasSuffix("хлебушек ") })
        let spoken = lines.map { $0.dropFirst("PRIVMSG #tue-circle :".count) }
        #expect(spoken.joined() == text)
    }

    @Test func `a long word without spaces loses no letter`() {
        let text = String(repeating: "щ", count: 1_000)
        let lines = TypedLine.privmsg(to: "#a", text)
        #expect(lines.map { $0.dropFirst("PRIVMSG #a :".count) }.joined() == text)
    }
}
