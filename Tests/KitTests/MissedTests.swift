import Testing
import Wire

@testable import SandaliKit

/// What was said while one device was cut off and another was there.
struct MissedTests {
    private static func at(_ second: Int) -> String { "time=2026-11-21T18:30:0\(second).000Z" }

    /// In #a, where m1 was shown before the cut.
    private static func cut() throws -> Missed {
        var missed = Missed()
        #expect(missed.take(try Message("@\(at(0)) :lola JOIN #a")) == .shown)
        #expect(missed.take(try Message("@msgid=m1;\(at(1)) :z PRIVMSG #A :one")) == .shown)
        missed.reset()
        return missed
    }

    /// The words of what is shown in the end.
    private static func words(_ outcome: Missed.Outcome) -> [String] {
        guard case .whole("#a", let texts, nil) = outcome else { return ["?"] }
        return texts.map { String(decoding: $0[1], as: UTF8.self) }
    }

    /// What is asked for where the server has shown nothing by itself.
    private static func questions(
        _ missed: inout Missed, _ room: String = "#a"
    ) throws -> [String]? {
        guard missed.enter(room) == "PING :missed" else { return nil }
        let outcome = missed.take(try Message(":s PONG s :missed"))
        guard case .asks(let lines) = outcome else { return nil }
        return lines
    }

    @Test func `a room is asked for what came after the last text shown there, once`() throws {
        var missed = try Self.cut()
        #expect(
            try Self.questions(&missed) == ["@label=h1 CHATHISTORY AFTER #a msgid=m1 100"])
        #expect(missed.enter("#a") == nil)
        #expect(missed.enter("#b") == nil)
        // Cut again before the answer: the same question.
        _ = missed.take(try Message("@msgid=m5;\(Self.at(5)) :z PRIVMSG #a :five"))
        missed.reset()
        #expect(
            try Self.questions(&missed, "#A") == ["@label=h2 CHATHISTORY AFTER #A msgid=m1 100"])
    }

    @Test func `a room where nothing was shown is asked for what came since one came in`() throws {
        var missed = Missed()
        _ = missed.take(try Message("@\(Self.at(0)) :lola JOIN #a"))
        #expect(missed.enter("#a") == nil)
        missed.reset()
        let bound = "timestamp=2026-11-21T18:30:00.000Z"
        #expect(
            try Self.questions(&missed) == ["@label=h1 CHATHISTORY AFTER #a \(bound) 100"])
    }

    @Test func `what the server shows by itself is not asked for`() throws {
        var missed = try Self.cut()
        #expect(missed.take(try Message("@\(Self.at(0)) :lola JOIN #b")) == .shown)
        missed.reset()
        #expect(missed.enter("#a") == "PING :missed")
        #expect(missed.enter("#b") == nil)
        for line in [
            ":Host NOTICE #a :One text was said", ":s BATCH +1 chathistory #a",
            "@batch=1;msgid=m3;\(Self.at(3)) :z PRIVMSG #a :three", ":s BATCH -1",
        ] {
            #expect(missed.take(try Message(line)) == .shown)
        }
        let bound = "timestamp=2026-11-21T18:30:00.000Z"
        #expect(
            missed.take(try Message(":s PONG s :missed"))
                == .asks(["@label=h1 CHATHISTORY AFTER #b \(bound) 100"]))
        missed.reset()
        #expect(
            try Self.questions(&missed) == ["@label=h2 CHATHISTORY AFTER #a msgid=m3 100"])
    }

    @Test func `what was missed is shown once and in order`() throws {
        var missed = try Self.cut()
        _ = try Self.questions(&missed)
        let live = "@msgid=m4;\(Self.at(4)) :z PRIVMSG #a :four"
        #expect(missed.take(try Message(live)) == .shown)
        let long = try [
            Message("@batch=2;msgid=m2;\(Self.at(2)) :z PRIVMSG #a :two"),
            Message("@\(Self.at(2)) :z PRIVMSG #a :and a half"),
        ]
        #expect(missed.take(try Message("@label=h1 :s BATCH +2 chathistory #a")) == .kept)
        #expect(missed.take(long[0], with: long.dropFirst()) == .kept)
        for line in [
            "@batch=2;msgid=m3;\(Self.at(3)) :z PRIVMSG #a :three",
            "@batch=2;msgid=m4;\(Self.at(4)) :z PRIVMSG #a :four",
        ] {
            #expect(missed.take(try Message(line)) == .kept)
        }
        let end = missed.take(try Message(":s BATCH -2"))
        #expect(Self.words(end) == ["two", "and a half", "three"])
        missed.reset()
        #expect(
            try Self.questions(&missed) == ["@label=h2 CHATHISTORY AFTER #a msgid=m4 100"])
    }

    @Test func `a refusal ends the question, and nothing is said of it`() throws {
        var missed = try Self.cut()
        _ = try Self.questions(&missed)
        let end = missed.take(
            try Message("@label=h1 :s FAIL CHATHISTORY INVALID_TARGET AFTER #a :No"))
        #expect(Self.words(end) == [])
        #expect(missed.take(try Message(":s FAIL CHATHISTORY X #a :No")) == .shown)
    }

    @Test func `where more was missed than comes at once the next question goes out`() throws {
        var missed = try Self.cut()
        _ = try Self.questions(&missed)
        _ = missed.take(try Message("@label=h1 :s BATCH +1 chathistory #a"))
        for number in 0..<100 {
            let tags = "@batch=1;msgid=n\(number);\(Self.at(2))"
            _ = missed.take(try Message("\(tags) :z PRIVMSG #a :x"))
        }
        let end = missed.take(try Message(":s BATCH -1"))
        guard case .whole(_, let texts, let more) = end else {
            Issue.record("not whole")
            return
        }
        #expect(texts.count == 100)
        #expect(more == "@label=h2 CHATHISTORY AFTER #a msgid=n99 100")
    }
}
