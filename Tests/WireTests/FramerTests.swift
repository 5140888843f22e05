import Testing
import Wire

typealias Outcome = Result<Message, LineError>

/// What a framer made of some bytes: each line, or its fault.
func frame(_ chunks: [[UInt8]], tagBytes: Int = Limit.clientTagBytes) -> [Outcome] {
    var framer = Framer(tagBytes: tagBytes)
    var outcomes: [Outcome] = []
    for chunk in chunks {
        framer.feed(chunk.span) { outcomes.append($0) }
    }
    return outcomes
}

func frame(_ text: String) -> [Outcome] { frame([Array(text.utf8)]) }

private func x(_ count: Int) -> String { String(repeating: "x", count: count) }

@Test func `a line may end in CR LF or in a bare LF`() throws {
    let outcomes = frame([Array("PING a\r\nPING b\nPING".utf8), Array(" c\r".utf8), [0x0a]])
    #expect(
        outcomes == [
            .success(try Message("PING a")), .success(try Message("PING b")),
            .success(try Message("PING c")),
        ])
}

@Test func `empty lines and lines of spaces are skipped in silence`() throws {
    let outcomes = frame("\r\n\n   \r\nPING a\r\n \n")
    #expect(outcomes == [.success(try Message("PING a"))])
}

@Test(arguments: ["\r\n", "\n"])
func `a line has 512 bytes counted with CR LF, whichever ending it has`(ending: String) throws {
    let fits = "PRIVMSG a :" + x(499)
    #expect(frame(fits + ending) == [.success(try Message(fits))])
    #expect(frame(fits + "x" + ending) == [.failure(.tooLong(limit: 512))])
}

@Test func `the CR of an ending that comes late does not make a line too long`() throws {
    let fits = "PRIVMSG a :" + x(499)
    let bytes = Array(fits.utf8)
    #expect(frame([bytes, [13], [10]]) == [.success(try Message(fits))])
    #expect(frame([bytes, [13], [120]]) == [.failure(.tooLong(limit: 512))])
    #expect(frame([bytes + [120]]) == [.failure(.tooLong(limit: 512))])
}

@Test(arguments: ["\r\n", "\n"])
func `tags have 4096 bytes of their own counting the at sign and the space`(
    ending: String
) throws {
    let rest = "TAGMSG #" + x(502)
    let fits = "@" + x(4094) + " " + rest
    #expect(frame(fits + ending) == [.success(try Message(fits))])
    #expect(frame("@x" + fits.dropFirst() + ending) == [.failure(.tagsTooLong(limit: 4096))])
    #expect(frame(fits + "x" + ending) == [.failure(.tooLong(limit: 512))])
}

@Test func `more spaces behind the tags count with the rest of the line`() throws {
    let fits = "@" + x(4094) + "   PING " + x(503)
    #expect(frame(fits + "\n") == [.success(try Message(fits))])
    #expect(frame(fits + "x\n") == [.failure(.tooLong(limit: 512))])
}

@Test func `tags that never end are malformed when short and too long when long`() {
    #expect(frame("@" + x(4094) + "\r\n") == [.failure(.malformed)])
    #expect(frame("@" + x(4095) + "\r\n") == [.failure(.tagsTooLong(limit: 4096))])
    #expect(frame("@" + x(4095)) == [.failure(.tagsTooLong(limit: 4096))])
    #expect(frame("@" + x(4094) + "\r") == [])
}

@Test func `a client reads a server's longer tags`() throws {
    let fits = "@" + x(8189) + " PING"
    #expect(frame([Array((fits + "\n").utf8)], tagBytes: 8191) == [.success(try Message(fits))])
    let over = Array(("@x" + fits.dropFirst()).utf8)
    #expect(frame([over], tagBytes: 8191) == [.failure(.tagsTooLong(limit: 8191))])
}

@Test func `a line that is too long is told once and skipped to its end`() throws {
    var framer = Framer()
    var outcomes: [Outcome] = []
    let chunk = [UInt8](repeating: 0x78, count: 400)
    for _ in 0..<100 { framer.feed(chunk.span) { outcomes.append($0) } }
    #expect(outcomes == [.failure(.tooLong(limit: 512))])
    #expect(framer.unfinished == 0)
    let next = Array("xx\r\nPING a\r\n".utf8)
    framer.feed(next.span) { outcomes.append($0) }
    #expect(outcomes == [.failure(.tooLong(limit: 512)), .success(try Message("PING a"))])
}

@Test func `an unfinished line is kept, and not one byte past the limits`() {
    var framer = Framer()
    let letter: [UInt8] = [0x78]
    for count in 1...510 {
        framer.feed(letter.span) { _ in Issue.record("nothing is complete") }
        #expect(framer.unfinished == count)
    }
    var faults = 0
    framer.feed(letter.span) { if case .failure = $0 { faults += 1 } }
    #expect(faults == 1)
    #expect(framer.unfinished == 0)
}

@Test(arguments: [0, 13] as [UInt8])
func `a NUL or a CR that ends no line drops the line`(byte: UInt8) throws {
    let line = Array("PRIVMSG a :x".utf8) + [byte] + Array("y\r\nPING a\r\n".utf8)
    #expect(frame([line]) == [.failure(.forbiddenByte(byte)), .success(try Message("PING a"))])
    #expect(frame([[byte, 10]]).count == (byte == 0 ? 1 : 0))
}

@Test func `two CRs before the LF are one ending, of three the first is a stray one`() throws {
    #expect(frame("PING a\r\r\n") == [.success(try Message("PING a"))])
    #expect(frame("PING a\r\r\r\n") == [.failure(.forbiddenByte(13))])
}

@Test func `a forbidden byte is found wherever it stands`() {
    var missed = 0
    for length in 1...100 {
        for place in 0..<length {
            var line = [UInt8](repeating: 0x61, count: length)
            line[place] = 0
            if frame([line + [10]]) != [.failure(.forbiddenByte(0))] { missed += 1 }
        }
    }
    #expect(missed == 0)
}

@Test func `the length comes before forbidden bytes, those before UTF-8, and that before form`() {
    #expect(frame("\0\u{ff}" + x(600) + "\n") == [.failure(.tooLong(limit: 512))])
    #expect(frame([[0x3a, 0xff, 0, 10]]) == [.failure(.forbiddenByte(0))])
    #expect(frame([[0x3a, 0xff, 10]]) == [.failure(.invalidUTF8(nil))])
}
