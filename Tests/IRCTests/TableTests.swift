import Rooms
import Testing
import Wire

@testable import IRC

@Suite struct TableTests {
    @Test func `a command stands in the table once and is found by its name`() {
        let names = CommandTable.all.map(\.name)
        #expect(Set(names).count == names.count)
        for (place, name) in names.enumerated() {
            #expect(CommandTable.place(of: name) == place)
            #expect(CommandTable.knows(name))
        }
        #expect(!CommandTable.knows("NONSENSE"))
        #expect(!CommandTable.knows(.unknown))
    }

    @Test func `every command can be explained and costs no more than a burst holds`() {
        for command in CommandTable.all {
            #expect(!command.summary.isEmpty)
            #expect(command.summary.last != ".")
            #expect(0...10 ~= command.cost)
            #expect(CommandTable.cost(of: command.name) == command.cost)
        }
    }

    @Test func `of Sandali's own commands HELP lists each for somebody, and nothing twice`() {
        let listed = Help.families.union(Help.staff)
        #expect(Help.families.isDisjoint(with: Help.staff))
        #expect(listed.allSatisfy { CommandTable.knows($0) })
        #expect(CommandTable.all.filter { $0.isVendor && !listed.contains($0.name) }.isEmpty)
    }

    @Test func `each capability has a bit of its own`() {
        let offers = Capabilities.offers(.open, withheld: [])
        #expect(Set(offers.map(\.capability.rawValue)).count == offers.count)
        #expect(offers.allSatisfy { $0.capability.rawValue.nonzeroBitCount == 1 })
    }

    @Test(arguments: ["CAP LS", "CAP LS 302"])
    func `sasl stands in the first line of LS, where the simplest clients look for it`(
        line: String
    ) throws {
        let started = Moment(milliseconds: 0)
        var greeting = Greeting(
            Welcome(
                server: "s.example", network: "Demo", version: "1", started: started, policy: .open,
                withheld: []))
        var replies: [UInt8] = []
        _ = greeting.take(try Message(line), replies: &replies)
        let lines = String(decoding: replies, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.count > 1)
        #expect(lines.first?.contains(" sasl") == true)
    }

    @Test(arguments: [
        "ADMIT", "DENY", "MUTE", "UNMUTE", "REMOVE", "FLOOR", "HAND", "HOLD", "PRIVMSG",
    ])
    func `whoever leads a room does it as fast as they talk`(name: String) {
        #expect(CommandTable.cost(of: CommandName(Array(name.utf8)[...])) == 1)
    }

    @Test(arguments: [
        ("JOIN #a", 2), ("JOIN #a,#b,#c key,key", 4), ("NAMES", 2), ("PRIVMSG a,b :x,y", 2),
        ("TOPIC #a,b", 2), ("NONSENSE a,b", 1),
    ])
    func `a line costs one more for each further name in its list`(line: String, cost: Int) throws {
        #expect(CommandTable.cost(of: try Message(line)) == cost)
    }

    @Test func `facts are put in the places that a sentence has for them`() {
        let facts: [[UInt8]] = [Array("one".utf8), Array("{0}".utf8)]
        func filled(_ text: String) -> [UInt8] {
            var out: [UInt8] = []
            Template.write(Array(text.utf8).span, facts, .english, to: &out)
            return out
        }
        #expect(filled("{0}, {1} {2} {") == Array("one, {0} {2} {".utf8))
        #expect(filled("") == [])
        #expect(filled("{0?a|b}{x}{0") == Array("b{x}{0".utf8))
        #expect(filled("{2?a|b}{0?a}{0?}") == Array("{2?a|b}a".utf8))
    }

    @Test(arguments: [
        ("lola", "lola!*@*"), ("lola!u", "lola!u@*"), ("u@host", "*!u@host"), ("a!b@c", "a!b@c"),
        ("m:lola", "m:lola!*@*"), ("a:lola", "a:lola"), ("m:a:lola", "m:a:lola"),
    ])
    func `a mask is made whole`(given: String, whole: String) {
        #expect(ExtendedMask(Array(given.utf8)[...]).whole == Array(whole.utf8))
    }

    @Test(arguments: [
        ("", "*"), ("a b", "a_b"), (":a", "_a"), ("a\u{1}", "a_"), ("салом", "салом"),
        (String(repeating: "э", count: 60), String(repeating: "э", count: 50)),
    ])
    func `what is shown back is one parameter, never empty and never long`(
        given: String, shown: String
    ) {
        #expect(Shown.middle(Array(given.utf8)[...]) == Array(shown.utf8))
    }

    @Test func `changes of modes are told in as few lines as they fit in, each with its sign`() {
        var changes = ModeChanges()
        #expect(changes.lines(within: 100).isEmpty)
        let nick = [UInt8](repeating: UInt8(ascii: "n"), count: 30)
        for letter in "ohv" { changes.note(letter, on: true, nick) }
        changes.note("m", on: false)
        let one = changes.lines(within: 400).map { String(decoding: $0.bytes, as: UTF8.self) }
        let name = String(decoding: nick, as: UTF8.self)
        #expect(one == ["+ohv-m \(name) \(name) \(name)"])
        let lines = changes.lines(within: 80).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(lines == ["+oh \(name) \(name)", "+v-m \(name)"])
        #expect(lines.allSatisfy { $0.utf8.count <= 80 })
    }

    @Test func `one line of modes brings a bounded number of answers`() {
        var changes = ModeChanges()
        let letters = "abcdefghijklmnopqrstuvwxyz".map { changes.mayAnswer($0) }
        #expect(letters.count { $0 } == IRC.Limit.modeAnswers)
        let again = changes.mayAnswer("a")
        #expect(!again)
    }

    @Test func `what is supported is told in lines of at most 13 tokens, sorted and once`() {
        let welcome = Welcome(
            server: "s", network: "A b", version: "1", started: .init(milliseconds: 0),
            policy: .open)
        let tokens = Supported.tokens(welcome)
        let names = tokens.map { String($0.prefix { $0 != "=" }) }
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
        #expect(tokens.allSatisfy { !$0.contains(" ") })
    }
}

@Suite struct StampTests {
    @Test func `no two message ids are alike, even when the clock stands still or goes back`() {
        var stamps = Stamps()
        var dice = Dice(seed: 5)
        var last = UInt64(0)
        var seen: Set<UInt64> = []
        for number in 0..<100_000 {
            let now = Int64(number % 3 == 0 ? 5000 : 4000)
            let id = stamps.next(at: .init(milliseconds: now), &dice).bits
            #expect(seen.insert(id).inserted)
            #expect(id >> 16 >= last >> 16)
            last = id
        }
        #expect(last >> 16 < 5010)
    }
}
