import Testing
import Wire

@Suite struct LineBreakTests {
    @Test(arguments: [0, 1, 2, 31, 32, 33, 63, 64, 65, 100])
    func `a line break is found wherever it stands, and nothing else is one`(count: Int) {
        // The last two have the low seven bits of LF and CR.
        for other: UInt8 in [0x00, 0x09, 0x0b, 0x0c, 0x0e, 0x61, 0x8a, 0x8d] {
            let text = [UInt8](repeating: other, count: count)
            #expect(!breaks(text))
            for place in text.indices {
                for broken: UInt8 in [0x0a, 0x0d] {
                    var text = text
                    text[place] = broken
                    #expect(breaks(text))
                }
            }
        }
    }

    private func breaks(_ text: [UInt8]) -> Bool { Text.hasLineBreak(text.span) }
}
