import Testing
import Wire

/// What a framer made of some bytes: each line as text, or its fault.
func frame(_ chunks: [[UInt8]], tagBytes: Int = Limit.clientTagBytes) -> [Outcome] {
    var framer = Framer(tagBytes: tagBytes)
    var outcomes: [Outcome] = []
    for chunk in chunks {
        framer.feed(chunk.span) { outcomes.append($0) }
    }
    return outcomes
}

typealias Outcome = Result<Message, LineError>

@Test func `a line may end in CR LF or in a bare LF`() throws {
    let outcomes = frame([Array("PING a\r\nPING b\nPING".utf8), Array(" c\r".utf8), [0x0a]])
    #expect(
        outcomes == [
            .success(try Message("PING a")), .success(try Message("PING b")),
            .success(try Message("PING c")),
        ])
}

@Test func `empty lines and lines of spaces are skipped in silence`() throws {
    let outcomes = frame([Array("\r\n\n   \r\nPING a\r\n \n".utf8)])
    #expect(outcomes == [.success(try Message("PING a"))])
}

@Test(arguments: [("\r\n", 510), ("\n", 510)])
func `a line has 512 bytes counted with CR LF, whichever ending it has`(
    ending: String, longest: Int
) throws {
    let fits = "PRIVMSG a :" + String(repeating: "x", count: longest - 11)
    #expect(frame([Array((fits + ending).utf8)]) == [.success(try Message(fits))])
    #expect(frame([Array((fits + "x" + ending).utf8)]) == [.failure(.tooLong(limit: 512))])
}
