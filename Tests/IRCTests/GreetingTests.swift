import Rooms
import Testing
import Wire

@testable import IRC

/// A greeting that is played line by line.
struct Doorstep {
    var greeting: Greeting
    var replies: [String] = []
    var steps: [Greeting.Step] = []

    init(policy: Policy = .open) {
        greeting = Greeting(
            Welcome(
                server: "s.example", network: "Demo", version: "1",
                started: Moment(milliseconds: 0), policy: policy))
    }

    mutating func say(_ lines: String...) throws {
        for line in lines {
            var bytes: [UInt8] = []
            steps.append(greeting.take(try Message(line), replies: &bytes))
            let text = String(decoding: bytes, as: UTF8.self)
            replies += text.split(separator: "\r\n").map(String.init)
        }
    }
}

@Suite struct GreetingTests {
    @Test(arguments: [
        ["NICK ann", "USER ann 0 * :Ann"], ["USER ann 0 * :Ann", "NICK ann"],
        ["CAP LS 302", "NICK ann", "USER a 0 * :A", "CAP END"],
        ["NICK ann", "CAP REQ :batch", "USER a 0 * :A", "CAP END"],
        ["PASS x", "NICK ann", "NICK bob", "USER a 0 * :A"],
        ["CAP END", "NICK ann", "USER a 0 * :A"],
    ])
    func `a greeting is complete with its last line and not before`(lines: [String]) throws {
        var door = Doorstep()
        for line in lines { try door.say(line) }
        #expect(door.steps.dropLast().allSatisfy { $0 == .stay })
        #expect(door.steps.last == .enter(centre: []))
    }

    @Test(arguments: [
        ("PASS lola@north:secret", "north"), ("PASS lola:se@cret", ""), ("PASS winter", ""),
    ])
    func `the centre stands behind the account's name`(pass: String, centre: String) throws {
        var door = Doorstep()
        try door.say(pass, "NICK ann", "USER ann 0 * :Ann")
        #expect(door.steps.last == .enter(centre: Array(centre.utf8)))
    }

    @Test func `the handshake's centre is taken where the sign-in names none`() throws {
        let welcome = Doorstep().greeting.welcome
        var door = Doorstep()
        door.greeting = Greeting(welcome, home: Array("south".utf8))
        try door.say("NICK ann", "USER ann 0 * :Ann")
        #expect(door.steps.last == .enter(centre: Array("south".utf8)))
        door.greeting = Greeting(welcome, home: Array("south".utf8))
        try door.say("PASS lola@north:secret", "NICK ann", "USER ann 0 * :Ann")
        #expect(door.steps.last == .enter(centre: Array("north".utf8)))
    }

    @Test func `what stands behind an @ in the user's name is a wish`() throws {
        var door = Doorstep()
        try door.say("NICK ann", "USER ann@north 0 * :Ann")
        #expect(door.steps.last == .enter(centre: []))
        #expect(door.greeting.wish == Array("north".utf8))
    }

    @Test func `a claim by SASL is handed over at once, with its centre`() throws {
        var door = Doorstep()
        let plain = Base64.encode(Array("\0lola@north\0secret".utf8)[...])
        try door.say(
            "CAP REQ :sasl", "AUTHENTICATE PLAIN",
            "AUTHENTICATE \(String(decoding: plain, as: UTF8.self))")
        #expect(door.steps == [.stay, .stay, .enter(centre: Array("north".utf8))])
        #expect(door.replies == [":s.example CAP * ACK :sasl", "AUTHENTICATE +"])
    }

    @Test(arguments: [
        (100, [400, 0]), (99, [396]), (101, [400, 4]), (200, [400, 400, 0]), (150, [400, 200]),
    ])
    func `a claim comes in pieces of 400 bytes, and a full last one is followed by a plus`(
        triples: Int, pieces: [Int]
    ) throws {
        let head = Array("\0lola\0".utf8)
        let password = [UInt8](repeating: UInt8(ascii: "p"), count: triples * 3 - head.count)
        let plain = Base64.encode((head + password)[...])
        #expect(plain.count == pieces.reduce(0, +))
        var door = Doorstep()
        try door.say("CAP REQ :sasl", "AUTHENTICATE PLAIN")
        var rest = plain[...]
        for piece in pieces {
            #expect(door.steps.last == .stay)
            let text = piece == 0 ? "+" : String(decoding: rest.prefix(piece), as: UTF8.self)
            try door.say("AUTHENTICATE \(text)")
            rest = rest.dropFirst(piece)
        }
        #expect(door.steps.last == .enter(centre: []))
    }

    @Test func `a claim without end is refused`() throws {
        var door = Doorstep()
        try door.say("CAP REQ :sasl", "AUTHENTICATE PLAIN")
        let piece = String(repeating: "A", count: 400)
        for _ in 0..<11 { try door.say("AUTHENTICATE \(piece)") }
        #expect(door.replies.last == ":s.example 905 * :That is too long for a sign-in")
        #expect(door.steps.allSatisfy { $0 == .stay })
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `whatever is said on the doorstep, every answer is a whole line of at most 512 bytes`(
        seed: UInt64
    ) throws {
        var dice = Dice(seed: seed)
        let words = [
            "CAP", "LS", "302", "REQ", ":sasl batch", "END", "NICK", "ann", "USER", "0", "*", ":x",
            "AUTHENTICATE", "PLAIN", "+", "AAAA", "PASS", "a:b", "PING", "QUIT", "JOIN", ":",
            "\u{1}",
            String(repeating: "y", count: 440), "салом", "-batch",
        ]
        var door = Doorstep()
        for _ in 0..<60 {
            let line = (0..<dice.within(1...4)).map { _ in words[dice.below(words.count)] }
            do throws(LineError) {
                let message = try Message(line.joined(separator: " "))
                var bytes: [UInt8] = []
                _ = door.greeting.take(message, replies: &bytes)
                for answer in bytes.split(separator: 10, omittingEmptySubsequences: false)
                    .dropLast()
                {
                    #expect(answer.count < 512)
                    #expect(answer.last == 13)
                    #expect(answer.filter { $0 == 13 }.count == 1)
                }
                #expect(bytes.isEmpty || bytes.last == 10)
            } catch {
                var bytes: [UInt8] = []
                #expect(door.greeting.take(error, replies: &bytes) == .stay)
            }
        }
    }
}
