import Synchronization
import Testing
import Wire

@testable import SandaliKit

struct UnheardTests {
    private static let written: Int64 = 1_795_285_800_000

    /// Tokens t1, t2…
    private static func numbered() -> Unheard {
        let tokens = Tokens()
        return Unheard { tokens.next() }
    }

    private final class Tokens: Sendable {
        private let count = Mutex(0)

        func next() -> String {
            count.withLock {
                $0 += 1
                return "t\($0)"
            }
        }
    }

    @Test func `a line goes out with a token, and is said again until it comes back`() throws {
        var unheard = Self.numbered()
        #expect(
            unheard.mark("PRIVMSG #a :one", at: Self.written)
                == "@label=t1;+sandali.chat/id=t1 PRIVMSG #a :one")
        _ = unheard.mark("NOTICE lola :two", at: Self.written)
        #expect(unheard.count == 2)
        unheard.hear(try Message("@+sandali.chat/id=t1;msgid=x :me!u@h PRIVMSG #a :one"))
        #expect(
            unheard.again == [
                "@label=t2;+sandali.chat/id=t2;+sandali.chat/written=2026-11-21T18:30:00.000Z "
                    + "NOTICE lola :two"
            ])
        // A refusal is an answer too: it would be refused again.
        unheard.hear(try Message("@label=t2 :s 401 me lola :Nobody here has this name"))
        #expect(unheard.again == [])
    }

    @Test(arguments: [
        "PRIVMSG #a :t1", "@label=t2 :s ACK", "@+sandali.chat/id=T1 :me PRIVMSG #a :one",
        "@msgid=t1 :me PRIVMSG #a :one",
    ])
    func `what answers something else leaves it waiting`(line: String) throws {
        var unheard = Self.numbered()
        _ = unheard.mark("PRIVMSG #a :one", at: Self.written)
        unheard.hear(try Message(line))
        #expect(unheard.count == 1)
    }

    @Test func `no more messages wait than the server keeps tokens of`() {
        var unheard = Self.numbered()
        for number in 0..<2_001 { _ = unheard.mark("PRIVMSG #a :\(number)", at: Self.written) }
        #expect(unheard.count == 2_000)
        #expect(unheard.again.first?.hasSuffix(":1") == true)
    }

    @Test func `what a service is told to do is not said again, but told once`() throws {
        var unheard = Self.numbered()
        #expect(
            unheard.mark(["PRIVMSG Host :token new"], at: Self.written, isCommand: true)
                == ["@label=t1 PRIVMSG Host :token new"])
        _ = unheard.mark("PRIVMSG #a :one", at: Self.written)
        #expect(unheard.again.count == 1)
        #expect(unheard.messages(of: "lola").count == 2)
        let commands = unheard.takeCommands(of: "lola")
        #expect(commands.map { Array($0[1]) } == [Array("token new".utf8)])
        #expect(commands.first?.source?.elementsEqual("lola".utf8) == true)
        #expect(unheard.takeCommands(of: "lola") == [])
        #expect(unheard.count == 1)
    }

    @Test func `a command that nothing answers is told once as it was typed`() throws {
        var unheard = Self.numbered()
        #expect(
            unheard.mark("MOOD #a 3", at: Self.written, typed: "/mood 3") == "@label=t1 MOOD #a 3")
        _ = unheard.mark("RSVP #a no", at: Self.written, typed: "/rsvp no")
        unheard.hear(try Message("@label=t2 :s NOTE RSVP ANSWERED #a :Thank you"))
        #expect(unheard.again == [])
        #expect(unheard.messages(of: "lola") == [])
        #expect(unheard.takeCommands(of: "lola") == [])
        #expect(unheard.takeTyped() == ["/mood 3"])
        #expect(unheard.takeTyped() == [])
    }

    @Test func `what waits for some seconds is told as late, once`() {
        var unheard = Self.numbered()
        let start = ContinuousClock.now
        unheard.restart(at: start)
        #expect(unheard.oldest == nil)
        _ = unheard.mark("PRIVMSG #a :one", at: Self.written)
        _ = unheard.mark("MOOD #a 3", at: Self.written, typed: "/mood 3")
        unheard.restart(at: start)
        #expect(unheard.oldest == start)
        #expect(unheard.takeLate(of: "lola", at: start + .seconds(3)).messages == [])
        let late = unheard.takeLate(of: "lola", at: start + .seconds(4))
        #expect(late.messages.map { Array($0[1]) } == [Array("one".utf8)])
        #expect(late.typed == ["/mood 3"])
        let again = unheard.takeLate(of: "lola", at: start + .seconds(9))
        #expect(again.messages == [] && again.typed == [])
        #expect(unheard.count == 2)
    }

    @Test func `a silent line is tried, told of and given up, but only where something waits`() {
        let start = ContinuousClock.now
        var silence = Silence(at: start)
        func step(_ second: Int, oldest: Int?) -> Silence.Step? {
            silence.step(
                at: start + .seconds(second), oldest: oldest.map { start + .seconds($0) })
        }
        #expect(step(100, oldest: nil) == nil)
        // What was said after a long silence has its own time to be answered.
        #expect(step(107, oldest: 100) == nil)
        #expect(step(108, oldest: 100) == .ping)
        #expect(step(109, oldest: 100) == nil)
        #expect(step(115, oldest: 100) == .tell)
        silence.hear(at: start + .seconds(116))
        #expect(step(120, oldest: 100) == nil)
        #expect(step(124, oldest: 100) == .ping)
        #expect(step(146, oldest: 100) == .tell)
        #expect(step(147, oldest: 100) == .giveUp)
        #expect(step(148, oldest: 100) == nil)
    }

    @Test func `a longer text that has not come back is told in one`() throws {
        var unheard = Self.numbered()
        let lines = [
            "BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :one ",
            "@batch=1;draft/multiline-concat PRIVMSG #a :two", "BATCH -1",
        ]
        _ = unheard.mark(lines, at: Self.written)
        _ = unheard.mark(lines, at: Self.written)
        let told = unheard.messages(of: "lola")
        #expect(told.map { Array($0[1]) } == [Array("one two".utf8), Array("one two".utf8)])
        #expect(told.first?.tag("+sandali.chat/written") != nil)
    }

    @Test func `tokens differ`() {
        var unheard = Unheard()
        let lines = Set((0..<100).map { _ in unheard.mark("PRIVMSG #a :one", at: Self.written) })
        #expect(lines.count == 100)
    }

    @Test func `a server that knows no tokens is given none`() {
        let all: Set = [
            "sandali.chat/id", "message-tags", "echo-message", "labeled-response", "batch",
        ]
        #expect(Unheard.works(with: all))
        for name in all { #expect(!Unheard.works(with: all.subtracting([name]))) }
    }
}
