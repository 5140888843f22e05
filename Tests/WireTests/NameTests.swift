import Testing

@testable import Wire

private func bytes(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

private func folded(_ text: String) -> String {
    String(decoding: Name.folded(bytes(text)), as: UTF8.self)
}

@Test func `names fold ASCII letters only, brackets are no letters`() {
    #expect(folded("#Tue-Circle[]\\^{}|~") == "#tue-circle[]\\^{}|~")
    #expect(Array(folded("ҶУМЪА-A").utf8) == Array("ҶУМЪА-a".utf8))
    #expect(folded("").isEmpty)
    // What is seen to be folded is left as it is.
    for name in ["#tue-circle[]^{}|~", "", "a\u{7f}", "#Tue", "Z", "салом", "e\u{301}"] {
        let isFolded = Name.isFolded(bytes(name))
        #expect(isFolded == name.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5a ~= $0) })
        if isFolded { #expect(folded(name) == name) }
    }
}

@Test func `names that look the same by different letters of Unicode fold to the same bytes`() {
    #expect(Array(folded("#сафи\u{304}").utf8) == Array("#сафӣ".utf8))
    #expect(Array(folded("e\u{301}").utf8) == Array("é".utf8))
    #expect(Array(folded("\u{212a}").utf8) == Array("k".utf8))
}

@Test func `the short way to NFC says yes only where the tables agree`() {
    var wrong: [String] = []
    for value in UInt32(0x20)...0x2fff {
        guard let letter = Unicode.Scalar(value) else { continue }
        for text in ["\(letter)", "и\(letter)", "a\(letter)b"] where Name.isPlainlyNFC(bytes(text))
        {
            if text._nfcCodeUnits != Array(text.utf8) { wrong.append(text) }
        }
    }
    #expect(wrong.isEmpty)
    for text in ["#tue-circle", "#ҷумъа", "ӣӯқғҳ", "Über"] {
        #expect(Name.isPlainlyNFC(bytes(text)))
    }
    #expect(!Name.isPlainlyNFC([0xd1]) && !Name.isPlainlyNFC([0x80]))
}

@Test(
    arguments: [
        ("lola", nil), ("a-1", nil), ("abcdefghijklmnopqrst", nil), ("Zarina-2", nil),
        ("", .empty), ("ab", .tooShort(least: 3)), ("abcdefghijklmnopqrstu", .tooLong(most: 20)),
        ("1ab", .badStart("1")), ("-ab", .badStart("-")), ("lo la", .forbidden(" ")),
        ("lo_la", .forbidden("_")), ("лола", .forbidden("л")), ("lo:la", .forbidden(":")),
    ] as [(String, NameFault?)])
func `accounts have 3 to 20 ASCII letters, digits and hyphens`(name: String, fault: NameFault?) {
    #expect(Name.accountFault(bytes(name)) == fault)
}

@Test(
    arguments: [
        "a", "lina", "Зарина", "Ҷамшед-2", "Оʻ".replacing("О", with: "O") + "ktam", "_x", "[a]",
        "`^{}|\\", "ӣӯқғҳҷ", "ў", "ə", "Nguyễn", "ӯ_1",
        String(repeating: "ж", count: 32), String(repeating: "x", count: 32),
    ])
func `a nickname of one script is allowed`(name: String) {
    #expect(Name.nicknameFault(bytes(name)) == nil)
}

@Test(
    arguments: [
        ("", .empty), ("1a", .badStart("1")), ("-a", .badStart("-")),
        ("\u{2bb}a", .badStart("\u{2bb}")), ("lоla", .mixedScripts), ("Зarina", .mixedScripts),
        ("лола|", .forbidden("|")), ("a b", .forbidden(" ")), ("a!b", .forbidden("!")),
        ("a@b", .forbidden("@")), ("a,b", .forbidden(",")), ("#a", .forbidden("#")),
        ("&a", .forbidden("&")), ("a:b", .forbidden(":")), ("a*", .forbidden("*")),
        ("a?", .forbidden("?")), ("a.b", .forbidden(".")), ("$a", .forbidden("$")),
        ("~a", .forbidden("~")), ("%a", .forbidden("%")), ("+a", .forbidden("+")),
        ("αβγ", .forbidden("α")), ("中文", .forbidden("中")), ("a\u{200d}b", .forbidden("\u{200d}")),
        ("a\u{202e}b", .forbidden("\u{202e}")), ("ǃa", .forbidden("ǃ")),
        ("м\u{301}а", .forbidden("\u{301}")), ("a\u{7f}", .forbidden("\u{7f}")),
        (String(repeating: "ж", count: 33), .tooLong(most: 32)),
        (String(repeating: "x", count: 33), .tooLong(most: 32)),
        (String(repeating: "ế", count: 22), .tooManyBytes(most: 64)),
    ] as [(String, NameFault?)])
func `a nickname of two scripts, with other signs or too long is not`(
    name: String, fault: NameFault?
) {
    #expect(Name.nicknameFault(bytes(name)) == fault)
}

@Test(arguments: ["#a", "&lola", "#tue-circle", "#ҷумъа", "##", "#a:b", "#中文", "#😀"])
func `a channel's name is a mark and what can be seen`(name: String) {
    #expect(Name.channelFault(bytes(name)) == nil)
}

@Test(
    arguments: [
        ("", .empty), ("#", .empty), ("&", .empty), ("a", .badStart("a")), ("+a", .badStart("+")),
        ("#a b", .forbidden(" ")), ("#a,b", .forbidden(",")), ("#a\u{7}", .forbidden("\u{7}")),
        ("#a\u{1}", .forbidden("\u{1}")), ("#a\u{85}", .forbidden("\u{85}")),
        ("#a\u{a0}b", .forbidden("\u{a0}")), ("#a\u{200b}", .forbidden("\u{200b}")),
        ("#a\u{202e}", .forbidden("\u{202e}")), ("#a\u{2066}", .forbidden("\u{2066}")),
        ("#a\u{ad}", .forbidden("\u{ad}")), ("#\u{feff}a", .forbidden("\u{feff}")),
        ("#a\u{3164}", .forbidden("\u{3164}")), ("#a\u{fe0f}", .forbidden("\u{fe0f}")),
        ("#a\u{e0041}", .forbidden("\u{e0041}")), ("#\u{e000}", .forbidden("\u{e000}")),
        ("#\u{301}a", .badStart("\u{301}")), ("#\u{2800}", .forbidden("\u{2800}")),
        ("#" + String(repeating: "x", count: 64), .tooManyBytes(most: 64)),
    ] as [(String, NameFault?)])
func `a channel's name with what cannot be seen or is too long is not allowed`(
    name: String, fault: NameFault?
) {
    #expect(Name.channelFault(bytes(name)) == fault)
}

@Test func `a channel's name has 64 bytes in NFC`() {
    #expect(Name.channelFault(bytes("#" + String(repeating: "x", count: 63))) == nil)
    // 31 letters of two bytes, typed as four bytes each.
    #expect(Name.channelFault(bytes("#" + String(repeating: "и\u{304}", count: 31))) == nil)
}
