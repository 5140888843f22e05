import Testing
import Wire

@Test func `tags have keys, some of them values`() throws {
    let message = try Message(
        "@aaa=bbb;ccc;example.com/ddd=eee :nick!ident@host.com PRIVMSG me :Hello")
    #expect(message.tag("aaa") == Array("bbb".utf8))
    #expect(message.tag("ccc") == [])
    #expect(message.tag("example.com/ddd") == Array("eee".utf8))
    #expect(message.tag("ddd") == nil)
    #expect(message.tag("aa") == nil)
    #expect(try Message("PRIVMSG me :@aaa=bbb Hello").tag("aaa") == nil)
}

@Test func `a client-only tag is another tag than its name without the plus`() throws {
    let message = try Message("@+icon=https://example.com/favicon.png TAGMSG #channel")
    #expect(message.tag("+icon") == Array("https://example.com/favicon.png".utf8))
    #expect(message.tag("icon") == nil)
}

@Test(
    arguments: [
        (#"raw+:=,escaped\:\s\\"#, #"raw+:=,escaped; \"#),
        (#"test\"#, "test"),
        (#"\r\n"#, "\r\n"),
        (#"\b\салом"#, "bсалом"),
        (#"\\s"#, #"\s"#),
        (#"\\\"#, #"\"#),
        ("", ""),
        ("a=b=c", "a=b=c"),
    ])
func `values are unescaped as IRCv3 has it`(raw: String, meant: String) throws {
    let message = try Message("@+example=\(raw) TAGMSG #channel")
    #expect(message.tag("+example").map { String(decoding: $0, as: UTF8.self) } == meant)
}

@Test func `of duplicates the last wins, even without a value`() throws {
    let message = try Message("@a=1;b=2;a=3;b PING")
    #expect(message.tag("a") == Array("3".utf8))
    #expect(message.tag("b") == [])
}

@Test func `tags are listed as written and empty ones passed over`() throws {
    var seen: [String] = []
    let message = try Message(#"@;a=1\s;;b;=x;c=; PING"#)
    message.forEachTag { key, value in
        seen.append((text(key) ?? "") + " → " + (text(value) ?? "nil"))
    }
    #expect(seen == [#"a → 1\s"#, "b → nil", "c → "])
}

@Test func `any value survives being escaped and unescaped`() throws {
    var dice = Dice(seed: 12)
    let letters = Array(#";: \srn=@+ab"#.utf8) + [10, 13, 0xd1, 0x81]
    for _ in 0..<2000 {
        let value = (0..<dice.below(12)).map { _ in letters[dice.below(letters.count)] }
        var escaped: [UInt8] = []
        escaped.write(escapingTag: value)
        #expect(Tag.unescaped(escaped[...]) == value)
        let isClean = !escaped.contains { [10, 13, 32, UInt8(ascii: ";")].contains($0) }
        #expect(isClean)
    }
}
