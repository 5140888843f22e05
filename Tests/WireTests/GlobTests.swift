import Testing
import Wire

private func matches(_ mask: String, _ text: String) -> Bool {
    Glob.matches(Array(mask.utf8)[...], Array(text.utf8)[...])
}

@Test(
    arguments: [
        ("*", ""), ("*", "lina"), ("**", "a"), ("lina", "LINA"), ("*!*@centre", "lina!l@centre"),
        ("l?na", "lena"), ("*a*b*c", "xxaxxbxxabc"), ("a*b", "abbb"), ("?", "ж"),
        ("с??ом", "салом"),
        (#"\*"#, "*"), (#"\?\\"#, #"?\"#), (#"a\"#, #"a\"#), ("", ""), ("*?", "ж"), ("*?*?*", "жa"),
        ("*.example.org", "a.b.example.org"), ("😀?", "😀a"), ("*лом", "салом"),
    ])
func `a mask fits`(mask: String, text: String) {
    #expect(matches(mask, text))
}

@Test(
    arguments: [
        ("", "a"), ("a", ""), ("?", ""), ("?", "ab"), ("??", "ж"), ("a*b", "abc"), (#"\*"#, "a"),
        (#"\?"#, "a"), ("*!*@centre", "lina@centre"), ("lina", "linaa"), ("*a", "b"),
        ("*???*", "жa"),
        ("Ж", "ж"), ("@", "`"), ("[", "{"),
    ])
func `a mask does not fit`(mask: String, text: String) {
    #expect(!matches(mask, text))
}

/// What a mask means, said as plainly as can be.
private func fits(_ mask: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
    guard let first = mask.first else { return text.isEmpty }
    let rest = mask.dropFirst()
    if first == "*" { return fits(rest, text) || !text.isEmpty && fits(mask, text.dropFirst()) }
    return !text.isEmpty && (first == "?" || first == text.first) && fits(rest, text.dropFirst())
}

@Test func `masks of chance fit what the plain definition says`() {
    var dice = Dice(seed: 8)
    let letters = Array("ab*?ж")
    for _ in 0..<5000 {
        let mask = (0..<dice.below(7)).map { _ in letters[dice.below(5)] }
        let text = (0..<dice.below(7)).map { _ in letters[[0, 1, 4][dice.below(3)]] }
        #expect(matches(String(mask), String(text)) == fits(mask[...], text[...]))
    }
}

@Test func `a mask of many stars against a long text takes no time to speak of`() {
    let mask = String(repeating: "*a", count: 200) + "b"
    #expect(!matches(mask, String(repeating: "a", count: 400)))
}
