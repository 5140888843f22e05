import Testing
import Wire

@Test func `a line has a source, a command and parameters`() throws {
    let message = try Message(":dan!d@localhost PRIVMSG #chan :Hey there!")
    #expect(message.command == "PRIVMSG")
    #expect(message.source.map(Array.init) == Array("dan!d@localhost".utf8))
    #expect(message.count == 2)
    #expect(Array(message[1]) == Array("Hey there!".utf8))
}
