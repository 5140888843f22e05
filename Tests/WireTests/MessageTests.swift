import Testing
import Wire

/// Parameters as text, to be compared at a glance.
func parameters(_ message: Message) -> [String] {
    (0..<message.count).map { String(decoding: message[$0], as: UTF8.self) }
}

/// Bytes as text, or nil.
func text(_ bytes: ArraySlice<UInt8>?) -> String? {
    bytes.map { String(decoding: $0, as: UTF8.self) }
}

@Test(
    arguments: [
        (":irc.example.com CAP * LIST :", ["*", "LIST", ""]),
        ("CAP * LS :multi-prefix sasl", ["*", "LS", "multi-prefix sasl"]),
        ("CAP REQ :sasl message-tags foo", ["REQ", "sasl message-tags foo"]),
        (":dan!d@localhost PRIVMSG #chan :Hey!", ["#chan", "Hey!"]),
        (":dan!d@localhost PRIVMSG #chan Hey!", ["#chan", "Hey!"]),
        (":dan!d@localhost PRIVMSG #chan ::-)", ["#chan", ":-)"]),
        ("JOIN", []),
        ("JOIN :", [""]),
        ("MODE  #chan   +o  :lina ", ["#chan", "+o", "lina "]),
        ("  USER lina 0 * :Lina  Ж ", ["lina", "0", "*", "Lina  Ж "]),
        ("NICK lina  ", ["lina"]),
        ("TOPIC #a:b c:d", ["#a:b", "c:d"]),
        ("PRIVMSG a :tab\tand \u{1}ACTION\u{1}", ["a", "tab\tand \u{1}ACTION\u{1}"]),
    ] as [(String, [String])])
func `parameters are split at spaces and the last may hold them`(
    line: String, expected: [String]
) throws {
    #expect(parameters(try Message(line)) == expected)
}

@Test func `the fifteenth parameter takes the rest, with or without a colon`() throws {
    let fourteen = (1...14).map(String.init)
    let head = "X " + fourteen.joined(separator: " ")
    #expect(parameters(try Message(head + " a")) == fourteen + ["a"])
    #expect(parameters(try Message(head + " a b :c")) == fourteen + ["a b :c"])
    #expect(parameters(try Message(head + " :a b")) == fourteen + ["a b"])
    #expect(parameters(try Message(head)) == fourteen)
}

@Test func `a line's parts are found with tags and source`() throws {
    let message = try Message("@a=1;+b :dan!d@localhost  privMsg #chan :Hey there!")
    #expect(message.hasTags)
    #expect(text(message.rawTags) == "a=1;+b")
    #expect(text(message.source) == "dan!d@localhost")
    #expect(message.command == "PRIVMSG")
    #expect(text(message.commandBytes) == "privMsg")
    #expect(text(message.content) == "privMsg #chan :Hey there!")
    #expect(text(message[1]) == "Hey there!")
    #expect(text(message.text(1)) == "Hey there!")
    #expect(message.text(2) == nil)
    #expect(message.text(-1) == nil)
}

@Test func `a line without tags and source has neither`() throws {
    let message = try Message("PING 1")
    #expect(!message.hasTags)
    #expect(message.rawTags == nil)
    #expect(message.source == nil)
    #expect(message == (try Message("PING 1")))
    #expect(message != (try Message("PING 2")))
}

@Test(arguments: [
    "", "   ", "@a=b", "@a=b ", "@ PING", "@", ":dan", ":dan ", ": PING", ":", "@a :b ",
])
func `a line without a command is malformed`(line: String) {
    #expect(throws: LineError.malformed) { try Message(line) }
}

@Test func `tags are only tags at the very beginning`() throws {
    let message = try Message(" @a=b PING")
    #expect(!message.hasTags)
    #expect(message.command == .unknown)
    #expect(text(message.commandBytes) == "@a=b")
}

@Test func `a command's name is compared in upper case and packed into 16 bytes`() throws {
    #expect(CommandName(Array("privmsg".utf8)[...]) == "PRIVMSG")
    #expect(CommandName("PrivMsg").text == "PRIVMSG")
    #expect(CommandName("AbcdefghIjklmnoP").text == "ABCDEFGHIJKLMNOP")
    #expect(try Message("abcdefghijklmnop").command == "ABCDEFGHIJKLMNOP")
    #expect(try Message("001 lina :Welcome").command.text == "001")
    #expect(CommandName("JOIN") < CommandName("KICK"))
    #expect(CommandName("AAAAAAAAB") < CommandName("AAAAAAAAC"))
}

@Test(arguments: [
    "", "ABCDEFGHIJKLMNOPQ", "PRIV-MSG", "ПРИВЕТ", "A@", "A[", "A`", "A{", "A/", "A:",
])
func `a name that is too long or not of letters and digits is unknown`(name: String) throws {
    #expect(CommandName(name) == .unknown)
    #expect(CommandName(name).text.isEmpty)
    if !name.isEmpty {
        let message = try Message(name + " a")
        #expect(message.command == .unknown)
        #expect(text(message.commandBytes) == name)
    }
}

@Test func `a line that stands alone may not hold an ending`() {
    #expect(throws: LineError.forbiddenByte(10)) { try Message("PING a\n") }
    #expect(throws: LineError.forbiddenByte(13)) { try Message("PING a\r") }
}

@Test func `a line that stands alone is bound by a server's limits`() throws {
    let tags = "@" + String(repeating: "t", count: 8189) + " "
    let rest = "PING " + String(repeating: "x", count: 505)
    #expect(try Message(tags + rest).count == 1)
    #expect(throws: LineError.tooLong(limit: 512)) { try Message(tags + rest + "x") }
    #expect(throws: LineError.tagsTooLong(limit: 8191)) { try Message("@t" + tags.dropFirst()) }
}
