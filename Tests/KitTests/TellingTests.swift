import Testing
import Wire

@testable import sandali

struct TellingTests {
    private let telling = Telling(
        language: .english, nickname: "zarina", room: "#tue-circle",
        clock: { milliseconds in milliseconds.map { "t\($0)" } ?? "18:30" })

    @Test(arguments: [
        (":lola!l@c PRIVMSG #tue-circle :салом", "18:30 <lola> салом"),
        (":lola PRIVMSG #Tue-Circle :салом", "18:30 <lola> салом"),
        (":lola PRIVMSG #other :салом", "18:30 #other <lola> салом"),
        (":lola PRIVMSG zarina :салом", "18:30 → you: <lola> салом"),
        (":zarina PRIVMSG lola :салом", "18:30 you → lola: <zarina> салом"),
        (":lola PRIVMSG %#tue-circle :help", "18:30 #tue-circle (to staff) <lola> help"),
        (":lola PRIVMSG #tue-circle :\u{01}ACTION waves\u{01}", "18:30 * lola waves"),
        (":lola PRIVMSG #tue-circle :\u{1b}[2Jx", "18:30 <lola> ␛[2Jx"),
        (":Host NOTICE zarina :Welcome", "18:30 -Host- Welcome"),
        (":s.example NOTICE * :Welcome", "18:30 Welcome"),
        ("@time=1970-01-01T00:00:01.000Z :lola PRIVMSG #tue-circle :a", "t1000 <lola> a"),
        (":lola JOIN #tue-circle", "18:30 lola came into #tue-circle"),
        (":lola PART #tue-circle :снег", "18:30 lola left #tue-circle: снег"),
        (":lola QUIT", "18:30 lola went away"),
        (":f KICK #tue-circle lola", "18:30 lola was asked out of #tue-circle by f"),
        (":lola NICK zulfiya", "18:30 lola is now called zulfiya"),
        (":f TOPIC #tue-circle :сон", "18:30 f set the topic of #tue-circle: сон"),
        (":f TOPIC #tue-circle :", "18:30 f took the topic of #tue-circle away"),
        (":f MODE #tue-circle +o lola", "18:30 f set +o lola on #tue-circle"),
        (":f REDACT #tue-circle 01m3", "18:30 f took back what was said"),
        (":f REDACT #b 01m3 :why", "18:30 #b f took back what was said: why"),
        (
            "@label=a :s NOTE ADMIT END #a :End",
            "18:30 /admit #a: nobody and nothing is on this list."
        ),
        (
            "@label=a :s NOTE REPORT END :End",
            "18:30 /report: nobody and nothing is on this list."
        ),
        ("@label=a :s 315 zarina salim :End of WHO", "18:30 Nobody here is called salim."),
        (
            ":s 710 zarina #tue-circle dilbar!u@sandali :asks to come in",
            "18:30 #tue-circle: dilbar asks to come in"
        ),
        (":s 332 zarina #tue-circle :сон", "18:30 Topic of #tue-circle: сон"),
        (":s 353 zarina = #tue-circle :@f lola", "18:30 In #tue-circle: @f lola"),
        (":s 352 zarina * u h s lola H :0 lola", "18:30 lola"),
        (":s 352 zarina #a u h s lola H@ :0 Lola", "18:30 lola · #a · Lola"),
        (":s 372 zarina :- Welcome", "18:30 Welcome"),
        (":s 322 zarina #tue-circle 5 :сон", "18:30 #tue-circle · 5 here · сон"),
        (
            ":s 403 zarina #x :There is no such room for you",
            "18:30 ! #x: There is no such room for you"
        ),
        ("FAIL JOIN NO_SUCH_ROOM #x :Not here", "18:30 ! #x: Not here"),
        (":s 330 zarina lola lola-1 :is signed in as", "18:30 lola is signed in as lola-1"),
        (":s NOTE CASE CASE &lola lola zarina", "18:30 CASE &lola lola zarina"),
        (":s NOTE WHOREADS READER &lola lola parent :Lola (parent)", "18:30 &lola: Lola (parent)"),
        (":s NOTE RETENTION ROOM #a :#a: texts are kept", "18:30 #a: texts are kept"),
        (
            ":s 671 zarina lola :is using a secure connection",
            "18:30 lola is using a secure connection"
        ),
    ])
    func `a line of the protocol is told in plain words`(line: String, told: String) throws {
        #expect(telling.lines(for: try Message(line)) == [told])
    }

    @Test(arguments: [
        "PING :x", ":s CAP * ACK :batch", ":s BATCH +x chathistory #a", ":s 005 z A=1 :x",
        ":s 366 z #a :End", ":s 315 z lola :End of WHO", ":s NOTE CASE END :End", ":zarina JOIN #a",
        ":l TAGMSG #a",
        ":l PRIVMSG zarina :\u{01}VERSION\u{01}", ":s 001 z :Welcome", "PRIVMSG", "NOTE",
        ":s.example MODE #a +o lola",
    ])
    func `what is meant for programs is not told`(line: String) throws {
        #expect(telling.lines(for: try Message(line)) == [])
    }

    @Test(arguments: [
        (":s.example MODE #tue-circle +v lola", ["18:30 It is lola's turn"]),
        (":f MODE #Tue-circle +v lola", ["18:30 It is lola's turn"]),
        (":lola MODE #tue-circle -v lola", ["18:30 lola has finished"]),
        (
            ":s.example MODE #tue-circle -v+v lola zulfiya",
            ["18:30 lola has finished", "18:30 It is zulfiya's turn"]
        ),
        (":s.example MODE #other +v lola", ["18:30 #other It is lola's turn"]),
        (":s.example MODE #tue-circle +v zarina", []),
        (":s.example MODE #tue-circle +o lola", []),
        (":f MODE #tue-circle +ov lola lola", ["18:30 f set +ov lola lola on #tue-circle"]),
        (":f MODE #tue-circle +v", ["18:30 f set +v on #tue-circle"]),
        (":f MODE #tue-circle", ["18:30 f set  on #tue-circle"]),
    ])
    func `where people speak in turns it is told whose turn it is`(
        line: String, told: [String]
    ) throws {
        var telling = telling
        telling.knowsTurns = true
        #expect(telling.lines(for: try Message(line)) == told)
    }

    @Test func `no line of any shape traps`() throws {
        let commands =
            [
                "PRIVMSG", "NOTICE", "JOIN", "KICK", "NICK", "TOPIC", "MODE", "INVITE", "FAIL",
                "NOTE", "X",
            ]
            + (0...999).map { String("00\($0)".suffix(3)) }
        for command in commands {
            for count in 0...4 {
                let line = command + String(repeating: " x", count: count)
                for told in telling.lines(for: try Message(line)) { #expect(told.count > 5) }
            }
        }
    }
}
