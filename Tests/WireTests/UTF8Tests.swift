import Testing
import Wire

/// Whether a line with these bytes in it is taken as UTF-8.
private func isTaken(_ bytes: [UInt8]) -> Bool {
    let outcomes = frame([Array("PING :".utf8) + bytes + [10]])
    switch outcomes.first {
    case .success: return true
    case .failure(.invalidUTF8): return false
    default:
        Issue.record("neither taken nor refused as UTF-8: \(outcomes)")
        return false
    }
}

@Test(
    arguments: [
        "салом", "тоҷикӣ", "Oʻzbekcha", "中文", "😀👩‍👧", "\u{80}\u{7ff}", "\u{800}\u{fff}\u{1000}",
        "\u{d7ff}\u{e000}\u{ffff}", "\u{10000}\u{3ffff}\u{40000}\u{10ffff}",
    ])
func `letters of every length are taken`(text: String) {
    #expect(isTaken(Array(text.utf8)))
}

@Test(
    arguments: [
        [0x80], [0xbf], [0xc2], [0xc2, 0x41], [0xc0, 0xaf], [0xc1, 0xbf],  // alone, short, overlong
        [0xe0, 0x80, 0xaf], [0xe0, 0x9f, 0xbf], [0xe2, 0x82], [0xe2, 0x41, 0x80],
        [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf],  // surrogates
        [0xf0, 0x80, 0x80, 0x80], [0xf0, 0x8f, 0xbf, 0xbf], [0xf0, 0x9f, 0x98],
        [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff], [0xfe],  // past the end
        [0xd1, 0x81, 0xd1], [0xf1, 0x80, 0x80, 0x41], [0xe1, 0x80, 0xc0],
    ] as [[UInt8]])
func `what is not UTF-8 is refused`(bytes: [UInt8]) {
    #expect(!isTaken(bytes))
    #expect(!isTaken(bytes + Array("a".utf8)))
    #expect(!isTaken([UInt8](repeating: 0x61, count: 61) + bytes))
}

@Test func `any bytes are judged as the standard library judges them`() {
    var dice = Dice(seed: 5)
    let leads: [UInt8] = [0x41, 0x80, 0xbf, 0xc2, 0xd1, 0xe0, 0xe2, 0xed, 0xf0, 0xf1, 0xf4, 0x9f]
    var wrong: [[UInt8]] = []
    for _ in 0..<20_000 {
        let bytes = (0..<dice.within(1...6)).map { _ in leads[dice.below(leads.count)] }
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        if isTaken(bytes) != isValid { wrong.append(bytes) }
    }
    #expect(wrong.isEmpty)
}
