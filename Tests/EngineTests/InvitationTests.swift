import Engine
import IRC
import Rooms
import Testing
import Wire

/// Codes as people use them: the code is read from one answer and typed into another connection.
@Suite final class InvitationTests {
    private var stage: TranscriptStage
    private static let setting = """
        account dilbar facilitator
        account malika worker
        account adm administrator
        account lola parent
        room #tue-circle dilbar :On Tuesdays
        room #wed-circle dilbar :On Wednesdays
        enrol #tue-circle lola
        connect malika
        connect dilbar standard-replies
        connect adm standard-replies
        """

    init() {
        stage = TranscriptStage(TranscriptStage.Setting())
        for line in Self.setting.split(separator: "\n") {
            guard case .directive(let words, let tail) = TranscriptLine(String(line)) else {
                continue
            }
            if !stage.direct(words, tail) { stage.faults.append("refused: \(line)") }
        }
        _ = stage.takeHeard()
    }

    // MARK: Playing

    /// What `name` hears when it says these lines, in one flight.
    @discardableResult
    private func say(_ name: String, _ lines: String...) -> [String] {
        stage.send(lines.map { (name, Array($0.utf8)) })
        return stage.takeHeard().filter { $0.name == name }.map(\.line)
    }

    private func direct(_ words: [String], _ tail: String?) -> Bool { stage.direct(words, tail) }

    private func does(_ errand: Errand) -> Bool { stage.run([.errand(9, errand)]) == [.done] }

    /// A new connection that says these lines.
    @discardableResult
    private func come(_ name: String, _ lines: String...) -> [String] {
        stage.open(name)
        var heard: [String] = []
        for line in lines { heard += say(name, line) }
        return heard
    }

    /// The fourteen digits of a code that is asked for.
    private func code(_ maker: String, _ order: String) throws -> String {
        let rows = say(maker, "CODE \(order)")
        let made = try #require(rows.first { $0.contains(" CODE_MADE ") }, "\(rows)")
        let word = try #require(made.split(separator: " ").dropFirst(5).first)
        return word.filter { $0 != "-" }
    }

    private func account(_ name: String) -> Account? {
        let key = stage.engine.house.named(name)
        return stage.engine.centre.account(named: key)
    }

    private func isEnrolled(_ name: String, _ room: String) -> Bool {
        let centre = stage.engine.centre
        guard let id = centre.room(named: stage.engine.house.named(room)), let own = account(name)
        else { return false }
        return centre.rooms[id]?.enrolment(of: own.id) != nil
    }

    private func ends(_ lines: [String], _ text: String) -> Bool {
        lines.contains { $0.contains(text) }
    }

    // MARK: Redeeming

    @Test func `a stock client gives the code as password, then writes to Host`() throws {
        let code = try code("adm", "NEW parent #tue-circle worker=malika")
        let told = come("phone", "PASS \(code)", "NICK zebo", "USER u 0 * :x")
        #expect(told.count == 2 && told.allSatisfy { $0.hasPrefix(":Host!Host@sandali NOTICE") })
        let welcome = say("phone", "PRIVMSG Host :register winter-bread")
        #expect(ends(welcome, "NOTICE zebo :You are in, zebo"))
        #expect(ends(welcome, " 001 zebo "))
        #expect(ends(welcome, " JOIN &zebo"))
        #expect(account("zebo")?.roles == .parent)
        #expect(isEnrolled("zebo", "#tue-circle"))
        #expect(!isEnrolled("zebo", "#wed-circle"))
        #expect(ends(say("phone", "JOIN #tue-circle"), " JOIN #tue-circle"))
        #expect(stage.faults == [])
        // The password is the new one's own from now on.
        let again = come("second", "PASS zebo:winter-bread", "NICK zebo", "USER u 0 * :x")
        #expect(ends(again, " 001 zebo "))
    }

    @Test func `a client that knows REGISTER says all of it in one flight`() throws {
        let code = try code("dilbar", "NEW parent #tue-circle #wed-circle")
        stage.open("phone")
        let heard = say(
            "phone", "CAP LS 302", "CAP REQ :draft/account-registration standard-replies",
            "PASS :\(code.prefix(3)) \(code.dropFirst(3).prefix(4)) \(code.dropFirst(7))",
            "REGISTER gulnora * winter-bread", "NICK Гулнора", "USER u 0 * :x", "CAP END")
        #expect(ends(heard, "draft/account-registration=before-connect,custom-account-name"))
        #expect(ends(heard, " REGISTER SUCCESS gulnora "))
        #expect(ends(heard, " 900 "))
        #expect(ends(heard, " 001 Гулнора "))
        #expect(isEnrolled("gulnora", "#tue-circle") && isEnrolled("gulnora", "#wed-circle"))
        #expect(stage.faults == [])
    }

    @Test func `who made the code is told what came of it`() throws {
        let code = try code("dilbar", "NEW parent")
        come("phone", "PASS \(code)", "REGISTER gulnora * winter-bread")
        stage.send([])
        let code2 = try self.code("dilbar", "NEW parent")
        stage.open("other")
        stage.send(
            ["PASS \(code2)", "REGISTER nodira * winter-bread"].map { ("other", Array($0.utf8)) })
        let heard = stage.takeHeard().filter { $0.name == "dilbar" }.map(\.line)
        #expect(heard.count == 1 && ends(heard, "Your code 2 was used: the account nodira is made"))
    }

    @Test func `all that a code brings is in one transaction`() throws {
        let code = try code("adm", "NEW parent #tue-circle worker=malika")
        let before = stage.log.count
        stage.diskIsFull = true
        let refused = come("phone", "PASS \(code)", "REGISTER zebo * winter-bread")
        #expect(ends(refused, "FAIL REGISTER TEMPORARILY_UNAVAILABLE zebo"))
        #expect(stage.log.count == before)
        #expect(account("zebo") == nil)
        stage.diskIsFull = false
        stage.pass(seconds: 2)
        #expect(ends(say("phone", "REGISTER zebo * winter-bread"), "REGISTER SUCCESS"))
    }

    // MARK: Codes that open nothing

    @Test func `used, expired, revoked and unknown codes are answered alike`() throws {
        let used = try code("dilbar", "NEW parent")
        come("first", "PASS \(used)", "REGISTER nodira * winter-bread")
        let revoked = try code("dilbar", "NEW parent")
        #expect(ends(say("dilbar", "CODE REVOKE 2"), "CODE_REVOKED 2"))
        let expired = try code("dilbar", "NEW parent for=5m")
        stage.pass(seconds: 300)
        let unknown = String(
            decoding: SpokenCode.digits(for: 1_234_567_890_123), as: UTF8.self)
        var answers: [[String]] = []
        for (number, code) in [used, revoked, expired, unknown].enumerated() {
            for lines in [
                ["REGISTER zebo * winter-bread"], ["REGISTER nodira * winter-bread"],
                ["NICK zebo", "PRIVMSG Host :register winter-bread"],
            ] {
                stage.open("guess\(number)")
                let all = ["PASS \(code)"] + lines
                stage.send(all.map { ("guess\(number)", Array($0.utf8)) })
                answers.append(stage.takeHeard().map(\.line))
            }
        }
        for number in 3..<answers.count { #expect(answers[number] == answers[number % 3]) }
        #expect(ends(answers[0], "FAIL REGISTER INVALID_CODE zebo :This code opens nothing"))
        #expect(ends(answers[1], "FAIL REGISTER INVALID_CODE nodira :"))
        #expect(stage.faults == [])
    }

    @Test func `a typing slip is told as such, and costs no attempt`() throws {
        let code = try code("dilbar", "NEW parent")
        let slip = String(code.dropLast()) + (code.last == "0" ? "1" : "0")
        for _ in 0..<9 {
            let heard = come("x", "CAP REQ standard-replies", "PASS \(slip)")
            #expect(ends(heard, "FAIL PASS CODE_MISTYPED :A digit of this code is wrong"))
        }
        #expect(ends(come("x", "PASS \(code.dropLast())"), "NOTICE * :A digit of this code"))
        let closed = come("x", "PASS \(slip)", "NICK x", "USER u 0 * :x")
        #expect(ends(closed, " 464 x :A digit of this code") && ends(closed, "(closed)"))
        let refused = come("x", "PASS \(slip)", "REGISTER zebo * winter-bread")
        #expect(ends(refused, "FAIL REGISTER TEMPORARILY_UNAVAILABLE zebo"))
        #expect(stage.waits.allSatisfy { $0 == .zero })
        #expect(ends(come("y", "PASS \(code)", "REGISTER zebo * winter-bread"), "SUCCESS"))
    }

    @Test func `guessing is slowed by code, by address and for the whole centre`() throws {
        func guess(_ number: UInt64, _ stage: inout TranscriptStage) {
            let code = String(decoding: SpokenCode.digits(for: number), as: UTF8.self)
            stage.open("x")
            stage.send(
                ["PASS \(code)", "REGISTER zebo * winter-bread"].map { ("x", Array($0.utf8)) })
        }
        let before = stage.waits.count
        for _ in 0..<5 { guess(77, &stage) }
        let waits = Array(stage.waits.dropFirst(before))
        #expect(waits == [0, 0, 0, 0, 250].map { Duration.milliseconds($0) })
        for number in UInt64(100)..<140 { guess(number, &stage) }
        #expect(stage.waits.last == .seconds(4))
    }

    @Test func `a name that is taken costs no code, and another is offered`() throws {
        let code = try code("dilbar", "NEW parent")
        for name in ["lola", "Lola", "l0la", "dilbar", "host", "admin", "facilitator2", "dilbar-"] {
            let heard = come("x", "PASS \(code)", "REGISTER \(name) * winter-bread")
            #expect(ends(heard, "FAIL REGISTER "), "\(name): \(heard)")
            #expect(!ends(heard, "INVALID_CODE"))
        }
        let heard = come("y", "PASS \(code)", "REGISTER lola * winter-bread")
        let words = try #require(heard.last).split(separator: " ")
        let free = try #require(words.dropLast().last)
        let made = say("y", "REGISTER \(free) * winter-bread")
        #expect(ends(made, "REGISTER SUCCESS \(free) "))
    }

    @Test func `who was refused may try again on the same connection`() throws {
        let unknown = String(decoding: SpokenCode.digits(for: 77), as: UTF8.self)
        come("phone", "PASS \(unknown)", "NICK zebo", "USER u 0 * :x")
        let refused = say("phone", "PRIVMSG Host :register winter-bread")
        #expect(ends(refused, "This code opens nothing") && !ends(refused, "(closed)"))
        say("phone", "PASS \(try code("dilbar", "NEW parent"))")
        let taken = say("phone", "PRIVMSG Host :register lola winter-bread")
        #expect(ends(taken, "This name is taken") && !ends(taken, "(closed)"))
        #expect(ends(say("phone", "PRIVMSG Host :register winter-bread"), " 001 zebo "))
    }

    @Test func `a password must be worth something`() throws {
        let code = try code("dilbar", "NEW parent")
        for password in ["1234567", "zebo", ":"] {
            let heard = come("x", "PASS \(code)", "REGISTER zebo * \(password)")
            #expect(ends(heard, "FAIL REGISTER WEAK_PASSWORD zebo"), "\(heard)")
        }
        #expect(ends(come("x", "PASS \(code)", "REGISTER zebo * 12345678"), "SUCCESS"))
    }

    @Test func `what cannot be any more keeps nobody out of the rest`() throws {
        let code = try code("adm", "NEW parent #tue-circle worker=malika")
        #expect(does(.setRoles(account: Array("malika".utf8), roles: .lead)))
        #expect(ends(come("x", "PASS \(code)", "REGISTER zebo * winter-bread"), "SUCCESS"))
        #expect(isEnrolled("zebo", "#tue-circle"))
        #expect(stage.engine.centre.cases.isEmpty)
    }

    // MARK: Coming back

    @Test func `a recovery ends all that signed in before, and is told`() throws {
        #expect(direct(["connect", "lola", "with", "phone", "standard-replies"], nil))
        say("lola", "DEVICE ADD")
        let token = say("lola", "TOKEN NEW")
        #expect(ends(token, "NOTE TOKEN TOKEN lola "))
        let code = try code("dilbar", "RECOVER lola")
        stage.open("new")
        let lines = ["PASS \(code)", "NICK lola_", "USER u 0 * :x"]
        stage.send(lines.map { ("new", Array($0.utf8)) })
        stage.send([("new", Array("PRIVMSG Host :register summer-bread".utf8))])
        let heard = stage.takeHeard()
        let old = heard.filter { $0.name == "lola" }.map(\.line)
        #expect(old == ["ERROR :The password of this account was renewed", "(closed)"])
        let new = heard.filter { $0.name == "new" }.map(\.line)
        #expect(ends(new, " 001 lola_ "))
        #expect(ends(new, "Your access was renewed on 21 November 2026, 18:30 by dilbar."))
        let id = try #require(account("lola")?.id)
        #expect(account("lola")?.devices == [])
        #expect(stage.engine.centre.access.tokens(of: id).isEmpty)
        #expect(ends(come("x", "PASS lola:lola-pw", "NICK lo", "USER u 0 * :x"), " 464 "))
        #expect(ends(come("x", "PASS \(code)", "REGISTER lola * autumn-bread"), "INVALID_CODE"))
        let later = come("y", "PASS lola:summer-bread", "NICK lo", "USER u 0 * :x")
        #expect(ends(later, "Your access was renewed"))
        stage.pass(seconds: 7 * 86_400)
        let much = come("z", "PASS lola:summer-bread", "NICK lo", "USER u 0 * :x")
        #expect(ends(much, " 001 ") && !ends(much, "Your access was renewed"))
        #expect(stage.faults == [])
    }

    @Test func `a recovery is for its account alone`() throws {
        let code = try code("dilbar", "RECOVER lola")
        let other = come("x", "PASS \(code)", "REGISTER zebo * summer-bread")
        #expect(ends(other, "FAIL REGISTER INVALID_CODE zebo"))
        #expect(ends(come("y", "PASS \(code)", "REGISTER lola * summer-bread"), "SUCCESS lola"))
    }

    // MARK: Tokens

    private static let token = {
        let bytes = Array("lola".utf8) + [0] + TranscriptStage.drawn
        return String(decoding: Base64.encode(bytes[...]), as: UTF8.self)
    }()

    private func comesBack(_ certificate: String? = nil) -> Bool {
        stage.open("back")
        if let certificate { _ = stage.direct(["certificate", "back", certificate], nil) }
        let heard = say(
            "back", "CAP REQ sasl", "AUTHENTICATE SANDALI-TOKEN", "AUTHENTICATE \(Self.token)",
            "NICK lola", "USER u 0 * :x", "CAP END")
        return ends(heard, " 903 ") && ends(heard, " 001 lola ")
    }

    @Test func `a token signs in until its device is dropped, which cuts it`() throws {
        #expect(!comesBack())
        #expect(direct(["connect", "lola", "standard-replies"], nil))
        #expect(ends(say("lola", "TOKEN NEW"), "NOTE TOKEN TOKEN lola "))
        #expect(comesBack())
        let rows = say("lola", "DEVICE LIST")
        let row = try #require(rows.first { $0.contains("signed in by a token") })
        let id = row.split(separator: " ")[4]
        stage.send([("lola", Array("DEVICE DROP \(id)".utf8))])
        let cut = stage.takeHeard().filter { $0.name == "back" }.map(\.line)
        #expect(cut == ["ERROR :This device was taken off the account's list", "(closed)"])
        #expect(!comesBack())
        #expect(stage.faults == [])
    }

    @Test func `a token of a device is worth nothing without its certificate`() throws {
        #expect(direct(["connect", "lola", "with", "phone", "standard-replies"], nil))
        say("lola", "TOKEN NEW")
        #expect(!comesBack())
        #expect(!comesBack("laptop"))
        #expect(comesBack("phone"))
    }

    @Test func `guesses at an account's password do not slow its tokens down`() throws {
        #expect(direct(["connect", "lola", "standard-replies"], nil))
        say("lola", "TOKEN NEW")
        for _ in 0..<8 { come("x", "PASS lola:wrong", "NICK x", "USER u 0 * :x") }
        let before = stage.waits.count
        #expect(comesBack())
        #expect(stage.waits.dropFirst(before).allSatisfy { $0 == .zero })
    }

    @Test func `a password from the machine ends tokens, devices and connections`() throws {
        #expect(direct(["connect", "lola", "with", "phone", "standard-replies"], nil))
        say("lola", "DEVICE ADD", "TOKEN NEW")
        let set = Errand.setPassword(account: Array("lola".utf8), verifier: Array("new".utf8))
        #expect(does(set))
        let cut = stage.takeHeard().map(\.line)
        #expect(ends(cut, "ERROR :The password of this account"))
        #expect(!comesBack("phone"))
        #expect(account("lola")?.devices == [])
        let heard = come("y", "PASS lola:new", "NICK lola", "USER u 0 * :x")
        #expect(ends(heard, "by the server's administrator"))
    }
}

extension House {
    /// What a name is found by here.
    fileprivate func named(_ name: String) -> NameKey {
        let hash = SipHash(k0: 1, k1: 2)(Name.folded(Array(name.utf8)[...])[...])
        return NameKey(high: hash.high, low: hash.low)
    }
}
