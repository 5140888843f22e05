import Engine
import IRC
import Rooms
import Testing
import Wire

/// A centre and the pretence of one, asked alike: what is not yours does not exist.
@Suite struct UnknownCentreTests {
    /// What comes of lines: bytes to the connection, and the slow work that was asked for.
    private struct Answer: Equatable {
        var told = ""
        var asked: [String] = []
    }

    private static let hash = [UInt8](repeating: 7, count: 16)
    private static let keys = SipHash(k0: 1, k1: 2)

    /// A centre where lola has an account and a device, and Tajik is spoken.
    private static func known(_ name: String) throws -> CentreEngine {
        var engine = CentreEngine(
            centre: Centre(policy: .support), directory: [:],
            welcome: welcome(name, motd: ["Only for those who are in"], language: .tajik),
            keys: keys)
        let effects = engine.step(
            [
                .errand(
                    1,
                    .addAccount(
                        name: Array("lola".utf8), roles: .parent, verifier: hash, scram: nil))
            ], at: Moment(milliseconds: 1), chance: 1)
        _ = try #require(effects.write)
        _ = engine.step(.written, at: Moment(milliseconds: 1), chance: 2)
        return engine
    }

    private static func pretended(_ name: String) -> CentreEngine {
        CentreEngine(
            centre: Centre(policy: .support), directory: [:], welcome: welcome(name), keys: keys)
    }

    private static func welcome(
        _ centre: String, motd: [String] = [], language: Language = .english
    ) -> Welcome {
        Welcome(
            server: "s.example", network: "Demo", version: "1", started: Moment(milliseconds: 0),
            policy: .support, motd: motd, language: language, offersSCRAM: true, centre: centre)
    }

    /// Plays lines as the event loop and the password queues would, where every password is wrong.
    private static func play(_ lines: [String], _ engine: inout CentreEngine) throws -> Answer {
        let id = ConnectionID(loop: 0, slot: 1, generation: 0)
        var greeting = Greeting(Self.welcome("home"))
        var answer = Answer()
        var isIn = false
        for line in lines {
            var bytes: [UInt8] = []
            var inputs: [Input] = [.arrival(try arrival(line, id))]
            if !isIn {
                let step = greeting.take(try Message(line), replies: &bytes)
                answer.told += String(decoding: bytes, as: UTF8.self)
                guard case .enter = step else { continue }
                isIn = true
                let peer = Peer(
                    address: Array("192.0.2.7".utf8), secure: true, certificate: hash + hash)
                inputs = [.arrival(.opened(id, greeting, peer))]
            }
            try settle(engine.step(inputs, at: now, chance: 5), &engine, &answer)
        }
        return answer
    }

    private static func arrival(_ line: String, _ id: ConnectionID) throws -> Arrival {
        line == overlong ? .broken(id, .tooLong(limit: 510)) : .line(id, try Message(line))
    }

    /// Stands for a line that is longer than lines may be.
    private static let overlong = "PRIVMSG"

    private static let now = Moment(milliseconds: 1_000)

    private static func settle(
        _ effects: Effects, _ engine: inout CentreEngine, _ answer: inout Answer
    ) throws {
        for case .send(let bytes, _) in effects.deliveries {
            answer.told += String(decoding: bytes, as: UTF8.self)
        }
        for case .close in effects.deliveries { answer.told += "closed" }
        for question in effects.questions {
            let reply: IRC.Answer
            switch question.ask {
            case .prove:
                answer.asked.append("prove after \(question.wait)")
                reply = .proved(nil, signature: [])
            case .hash:
                answer.asked.append("hash after \(question.wait)")
                reply = .hashed(NewSecret(verifier: hash))
            case .digest:
                answer.asked.append("digest after \(question.wait)")
                reply = .digested(NameKey(high: 1, low: 1))
            default:
                answer.asked.append("verify after \(question.wait)")
                reply = .verified(nil)
            }
            let next = engine.step(
                [.answered(question.number, question.ask.connection, reply)], at: now, chance: 6)
            try settle(next, &engine, &answer)
        }
    }

    private static func plain(_ account: String) -> String {
        Base64.encode(Array("\0\(account)\0wrong".utf8)[...]).text
    }

    private static let begin = ["CAP REQ :sasl", "NICK lola", "USER u 0 * :u"]

    private static let code = String(
        decoding: SpokenCode.digits(for: 1_234_567_890_123), as: UTF8.self)

    private static let token = Base64.encode(
        (Array("lola@east".utf8) + [0] + [UInt8](repeating: 7, count: 32))[...]
    ).text

    private static let flights: [[String]] = [
        ["PASS lola@east:wrong", "NICK lola", "USER u 0 * :u"],
        ["PASS nobody@east:wrong", "NICK lola", "USER u 0 * :u"],
        begin + ["AUTHENTICATE PLAIN", "AUTHENTICATE \(plain("lola@east"))", "CAP END"],
        begin + ["AUTHENTICATE PLAIN", "AUTHENTICATE \(plain("nobody@east"))", "JOIN #a"],
        ["CAP REQ :sasl standard-replies", "NICK lola", "USER u 0 * :u"] + [
            "AUTHENTICATE PLAIN", "AUTHENTICATE \(plain("lola@east"))", overlong, "CAP END",
        ],
        begin
            + Array(
                repeating: ["AUTHENTICATE PLAIN", "AUTHENTICATE \(plain("lola@east"))"], count: 6
            ).flatMap(\.self),
        begin + [
            "AUTHENTICATE EXTERNAL",
            "AUTHENTICATE \(Base64.encode(Array("lola@east".utf8)[...]).text)", "CAP END",
        ],
        begin + [
            "AUTHENTICATE EXTERNAL",
            "AUTHENTICATE \(Base64.encode(Array("@east".utf8)[...]).text)",
        ],
        begin + [
            "AUTHENTICATE SCRAM-SHA-256",
            "AUTHENTICATE \(Base64.encode(Array("n,,n=lola@east,r=abc".utf8)[...]).text)",
            "AUTHENTICATE *", "CAP END",
        ],
        begin + ["CAP END", "PRIVMSG lola :there?"],
        [
            "PASS \(code)", "NICK x", "USER u 0 * :u",
            "PRIVMSG Host :register zebo@east winter-bread",
        ],
        ["PASS \(code)", "REGISTER lola@east * winter-bread", "NICK x", "USER u 0 * :u"],
        begin + ["AUTHENTICATE SANDALI-TOKEN", "AUTHENTICATE \(token)", "CAP END"],
        begin + [
            "AUTHENTICATE PLAIN", "AUTHENTICATE \(plain("lola@east"))", "NICK other", "PING :a",
            "WHOIS lola", "CAP LS 302", "REGISTER * * :new words", "QUIT",
        ],
    ]

    @Test(arguments: flights)
    func `a wrong sign-in is answered alike where there is a centre and where there is none`(
        lines: [String]
    ) throws {
        var known = try Self.known("east")
        var pretended = Self.pretended("east")
        let answer = try Self.play(lines, &known)
        #expect(answer == (try Self.play(lines, &pretended)))
        #expect(!answer.told.isEmpty)
    }

    @Test func `somebody else's centre is nobody's here, whatever the password`() throws {
        for account in ["lola@west", "lola@", "@west"] {
            var engine = try Self.known("east")
            let answer = try Self.play(
                Self.begin + [
                    "AUTHENTICATE PLAIN", "AUTHENTICATE \(Self.plain("lola@east"))",
                    "AUTHENTICATE PLAIN", "AUTHENTICATE \(Self.plain(account))",
                ], &engine)
            #expect(answer.asked.count == 2, "\(account)")
        }
        // Only what names this centre, or none, is compared with what is stored here.
        var verifiers: [String: Bool] = [:]
        for account in ["lola@west", "lola@EAST", "lola"] {
            var engine = try Self.known("east")
            let id = ConnectionID(loop: 0, slot: 1, generation: 0)
            var greeting = Greeting(Self.welcome("home"))
            var replies: [UInt8] = []
            for line in Self.begin + ["AUTHENTICATE PLAIN", "AUTHENTICATE \(Self.plain(account))"] {
                _ = greeting.take(try Message(line), replies: &replies)
            }
            let peer = Peer(address: [], secure: true)
            let effects = engine.step(
                [.arrival(.opened(id, greeting, peer))], at: Self.now, chance: 1)
            guard case .verify(_, _, _, let verifier, _)? = effects.questions.first?.ask else {
                Issue.record("nothing was compared")
                continue
            }
            verifiers[account] = verifier != nil
        }
        #expect(verifiers == ["lola@west": false, "lola@EAST": true, "lola": true])
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
