import IRC
import Testing

@testable import sandalid

@Suite struct WaitingLineTests {
    private func place(_ address: String, tries: Int = 0) -> PlaceInLine {
        PlaceInLine(network: Array(address.utf8), tries: tries)
    }

    private func all(_ line: inout WaitingLine<String>) -> [String] {
        var jobs: [String] = []
        while let job = line.next() { jobs.append(job) }
        return jobs
    }

    @Test func `addresses take turns, however many wait from each`() {
        var line = WaitingLine<String>()
        for number in 1...190 {
            _ = line.add("a\(number)", from: place("192.0.2.1"))
            _ = line.add("b\(number)", from: place("192.0.2.2"))
        }
        _ = line.add("own", from: place("192.0.2.3"))
        #expect(Array(all(&line).prefix(6)) == ["a1", "b1", "own", "a2", "b2", "a3"])
    }

    @Test func `of one address whoever has guessed wrong least often goes first`() {
        var line = WaitingLine<String>()
        for number in 1...3 {
            _ = line.add("wrong\(number)", from: place("192.0.2.1", tries: number))
        }
        _ = line.add("neighbour", from: place("192.0.2.1"))
        _ = line.add("once", from: place("192.0.2.1", tries: 1))
        #expect(all(&line) == ["neighbour", "wrong1", "once", "wrong2", "wrong3"])
    }

    @Test func `where too many wait from one address, whoever has failed most gives way`() {
        var line = WaitingLine<String>()
        for number in 1...WaitingLine<String>.most {
            #expect(line.add("\(number)", from: place("192.0.2.1", tries: 1)) == nil)
        }
        #expect(line.add("again", from: place("192.0.2.1", tries: 2)) == "again")
        #expect(
            line.add("new", from: place("192.0.2.1")) == "\(WaitingLine<String>.most)")
        // Another address has a line of its own.
        #expect(line.add("other", from: place("192.0.2.2", tries: 9)) == nil)
        #expect(line.next() == "new")
        #expect(line.next() == "other")
    }
}
