import SandaliKit
import Testing
import Wire

struct PatternTests {
    private static let line =
        "@time=2026-11-21T18:30:00.000Z;account=lola :Lola!l@c PRIVMSG #a :салом ба ҳама"

    @Test(arguments: [
        "PRIVMSG", "PRIVMSG #a", "PRIVMSG #a :салом ба ҳама", "PRIVMSG * :салом*", ":Lola PRIVMSG",
        ":Lola!l@c PRIVMSG #?", "@account=lola PRIVMSG", "* #a",
    ])
    func `a pattern names as much of a line as it likes`(pattern: String) throws {
        #expect(try Pattern(pattern).matches(try Message(Self.line)))
    }

    @Test(arguments: [
        "NOTICE", "PRIVMSG #b", "PRIVMSG #a :салом", "PRIVMSG #a :* extra*", ":Zarina PRIVMSG",
        "@account=zarina PRIVMSG", "@msgid=1 PRIVMSG", "PRIVMSG #a * *",
    ])
    func `what it names must be there`(pattern: String) throws {
        #expect(try !Pattern(pattern).matches(try Message(Self.line)))
    }
}
