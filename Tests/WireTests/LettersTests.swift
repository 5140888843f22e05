import Testing
import Wire

@Test(
    arguments: [
        ("lina", 4, 4), ("lina", 9, 4), ("lina", 2, 2), ("lina", 0, 0), ("", 0, 0),
        ("салом", 5, 4), ("салом", 1, 0), ("a😀", 4, 1), ("a😀", 5, 5),
        ("aи\u{304}b", 3, 1), ("aи\u{304}b", 4, 1), ("aи\u{304}b", 5, 5),
        ("x👩\u{200d}👧y", 5, 1), ("x👩\u{200d}👧y", 8, 1), ("x👩\u{200d}👧y", 12, 12),
        ("x👍\u{1f3fd}", 6, 1), ("x❤\u{fe0f}", 4, 1),
    ])
func `text is cut between letters`(text: String, atMost: Int, length: Int) {
    #expect(Letters.cut(Array(text.utf8)[...], atMost: atMost) == length)
}

@Test func `a letter longer than the room is cut between its scalars`() {
    let zalgo = "a" + String(repeating: "\u{301}", count: 50)
    #expect(Letters.cut(Array(zalgo.utf8)[...], atMost: 10) == 9)
}

@Test func `a slice is cut as if it stood alone`() {
    #expect(Letters.cut(Array("xxсалом".utf8).dropFirst(2), atMost: 5) == 4)
}

@Test func `no bytes make the cut trap or tear a letter of UTF-8`() {
    var dice = Dice(seed: 6)
    for _ in 0..<5000 {
        let bytes = (0..<dice.below(12)).map { _ in UInt8(dice.below(256)) }
        let length = Letters.cut(bytes[...], atMost: dice.below(12))
        #expect(0...bytes.count ~= length)
    }
    let text = Array("ма\u{301}мо👩\u{200d}👧 ok\u{304}".utf8)
    for atMost in 0...text.count {
        let length = Letters.cut(text[...], atMost: atMost)
        #expect(length <= atMost)
        #expect(String(validating: text[..<length], as: UTF8.self) != nil)
    }
}
