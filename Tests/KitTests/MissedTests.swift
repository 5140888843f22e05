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
        guard case .whole("#a", let texts, let others, nil) = outcome else { return ["?"] }
        return (texts + others).map { String(decoding: $0[1], as: UTF8.self) }
    }

    @Test func `a room is asked for what came after the last text shown there, once`() throws {
        var missed = try Self.cut()
        #expect(missed.ask(for: "#a") == "@label=h1 CHATHISTORY AFTER #a msgid=m1 100")
        #expect(missed.ask(for: "#a") == nil)
        #expect(missed.ask(for: "#b") == nil)
        // Cut again before the answer: the same question.
        _ = missed.take(try Message("@msgid=m5;\(Self.at(5)) :z PRIVMSG #a :five"))
        missed.reset()
        #expect(missed.ask(for: "#A") == "@label=h2 CHATHISTORY AFTER #A msgid=m1 100")
    }

    @Test func `a room where nothing was shown is asked for what came since one came in`() throws {
        var missed = Missed()
        _ = missed.take(try Message("@\(Self.at(0)) :lola JOIN #a"))
        #expect(missed.ask(for: "#a") == nil)
        missed.reset()
        let question = missed.ask(for: "#a")
        let bound = "timestamp=2026-11-21T18:30:00.000Z"
        #expect(question == "@label=h1 CHATHISTORY AFTER #a \(bound) 100")
    }

    @Test func `what was missed is shown once and in order, whoever brings it`() throws {
        var missed = try Self.cut()
        _ = missed.ask(for: "#a")
        for line in [
            ":Host NOTICE #a :One text was said", ":s BATCH +1 chathistory #a",
            "@batch=1;msgid=m3;\(Self.at(3)) :z PRIVMSG #a :three", ":s BATCH -1",
            ":Host NOTICE #a :That was it", ":Host NOTICE #a :Hear this",
        ] {
            #expect(missed.take(try Message(line)) == .kept)
        }
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
        #expect(Self.words(end) == ["two", "and a half", "three", "Hear this"])
        missed.reset()
        #expect(missed.ask(for: "#a") == "@label=h2 CHATHISTORY AFTER #a msgid=m4 100")
    }

    @Test func `a refusal ends the question, and nothing is said of it`() throws {
        var missed = try Self.cut()
        _ = missed.ask(for: "#a")
        let end = missed.take(
            try Message("@label=h1 :s FAIL CHATHISTORY INVALID_TARGET AFTER #a :No"))
        #expect(Self.words(end) == [])
        #expect(missed.take(try Message(":s FAIL CHATHISTORY X #a :No")) == .shown)
    }

    @Test func `where more was missed than comes at once the next question goes out`() throws {
        var missed = try Self.cut()
        _ = missed.ask(for: "#a")
        _ = missed.take(try Message("@label=h1 :s BATCH +1 chathistory #a"))
        for number in 0..<100 {
            let tags = "@batch=1;msgid=n\(number);\(Self.at(2))"
            _ = missed.take(try Message("\(tags) :z PRIVMSG #a :x"))
        }
        let end = missed.take(try Message(":s BATCH -1"))
        guard case .whole(_, let texts, _, let more) = end else {
            Issue.record("not whole")
            return
        }
        #expect(texts.count == 100)
        #expect(more == "@label=h2 CHATHISTORY AFTER #a msgid=n99 100")
    }
}
