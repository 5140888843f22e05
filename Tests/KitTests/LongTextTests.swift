import Testing
import Wire

@testable import SandaliKit
@testable import sandali

struct LongTextTests {
    private static let bounds = LongText.Bounds(bytes: 16_384, lines: 100)

    @Test func `a long text is one message where the server takes such`() {
        let lines = ["PRIVMSG #a :one ", "PRIVMSG #a :two"]
        #expect(
            LongText.messages(lines, to: "#a", within: Self.bounds) == [
                [
                    "BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :one ",
                    "@batch=1;draft/multiline-concat PRIVMSG #a :two", "BATCH -1",
                ]
            ])
        #expect(LongText.messages(lines, to: "#a", within: nil) == lines.map { [$0] })
        let one = ["PRIVMSG #a :one"]
        #expect(LongText.messages(one, to: "#a", within: Self.bounds) == [one])
    }

    @Test func `what a person does is no longer text`() {
        let lines = ["PRIVMSG #a :\u{1}ACTION a\u{1}", "PRIVMSG #a :\u{1}ACTION b\u{1}"]
        #expect(LongText.messages(lines, to: "#a", within: Self.bounds) == lines.map { [$0] })
    }

    @Test func `what is more than a server takes goes in several`() {
        let lines = (0..<250).map { "PRIVMSG #a :\($0)" }
        let many = LongText.messages(lines, to: "#a", within: Self.bounds)
        #expect(many.map(\.count) == [102, 102, 52])
        let long = Array(repeating: "PRIVMSG #a :" + String(repeating: "щ", count: 200), count: 50)
        let few = LongText.messages(long, to: "#a", within: Self.bounds)
        #expect(few.count == 2)
    }

    @Test func `only who has asked for it sends it`() {
        #expect(LongText.Bounds(capabilities: ["batch"]) == nil)
        #expect(LongText.Bounds(capabilities: ["draft/multiline"]) == nil)
        #expect(LongText.Bounds(capabilities: ["batch", "draft/multiline"])?.bytes == 4_096)
        let sandali: Set = ["batch", "draft/multiline", "sandali.chat/id"]
        #expect(LongText.Bounds(capabilities: sandali) == Self.bounds)
    }

    // MARK: Hearing

    private static func gathered(_ lines: [String]) throws -> [String] {
        var gathering = Gathering()
        return try lines.flatMap { line in
            gathering.take(try Message(line)).map { String(decoding: $0.bytes, as: UTF8.self) }
        }
    }

    @Test func `the lines of a batch come as the lines that were written`() throws {
        let heard = try Self.gathered([
            "@time=2026-11-21T18:30:00.000Z;msgid=x :lola!u@h BATCH +r draft/multiline #a",
            "@batch=r :lola!u@h PRIVMSG #a :hello", "@batch=r :lola!u@h PRIVMSG #a :how is ",
            ":zarina PRIVMSG #a :between",
            "@batch=r;draft/multiline-concat :lola!u@h PRIVMSG #a :everyone?",
            "@batch=r :lola!u@h PRIVMSG #a :", ":lola!u@h BATCH -r", ":lola PRIVMSG #a :after",
        ])
        #expect(
            heard == [
                ":zarina PRIVMSG #a :between",
                "@time=2026-11-21T18:30:00.000Z;msgid=x :lola!u@h PRIVMSG #a :hello",
                "@time=2026-11-21T18:30:00.000Z :lola!u@h PRIVMSG #a :how is everyone?",
                "@time=2026-11-21T18:30:00.000Z :lola!u@h PRIVMSG #a :",
                ":lola PRIVMSG #a :after",
            ])
    }

    @Test func `other batches are let through`() throws {
        let lines = [
            ":s BATCH +h chathistory #a", "@batch=h :lola PRIVMSG #a :one", ":s BATCH -h",
            "BATCH", ":s BATCH -unknown",
        ]
        #expect(try Self.gathered(lines) == lines)
    }

    @Test func `a text within a text of history is whole, too`() throws {
        let heard = try Self.gathered([
            ":s BATCH +h chathistory #a", "@batch=h;msgid=x :lola BATCH +m draft/multiline #a",
            "@batch=m :lola PRIVMSG #a :one", "@batch=m :lola PRIVMSG #a :two",
            "@batch=h :lola BATCH -m", ":s BATCH -h",
        ])
        #expect(
            heard == [
                ":s BATCH +h chathistory #a", "@batch=h;msgid=x :lola PRIVMSG #a :one",
                ":lola PRIVMSG #a :two", ":s BATCH -h",
            ])
    }

    @Test func `a long line of many letters is one message again`() throws {
        let text = String(repeating: "хлебушек ", count: 800)
        let lines = TypedLine.privmsg(to: "#a", text)
        let sent = LongText.messages(lines, to: "#a", within: Self.bounds)
        #expect(sent.count == 1)
        let heard = try Self.gathered(sent[0].map { ($0.hasPrefix("@") ? $0 : ":lola \($0)") })
        #expect(heard == ["PRIVMSG #a :\(text)"])
    }

    @Test func `a server that never ends its batches fills no memory`() throws {
        var gathering = Gathering()
        for number in 0..<20 {
            _ = gathering.take(try Message("BATCH +\(number) draft/multiline #a"))
        }
        let line = String(repeating: "x", count: 400)
        for _ in 0..<1_000 {
            #expect(gathering.take(try Message("@batch=1 :l PRIVMSG #a :\(line)")) == [])
        }
        let messages = gathering.take(try Message("BATCH -1"))
        #expect(messages.count < 110)
        #expect(gathering.take(try Message("@batch=19 :l PRIVMSG #a :late")).count == 1)
    }
}
