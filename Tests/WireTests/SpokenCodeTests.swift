import Testing
import Wire

@Suite struct SpokenCodeTests {
    private static let samples: [[UInt8]] = {
        var dice = Dice(seed: 11)
        let numbers = [0, 1, 9_999_999_999_999] + (0..<40).map { _ in dice.next() }
        return numbers.map { SpokenCode.digits(for: $0) }
    }()

    private func read(_ text: [UInt8]) -> SpokenCode.Reading { SpokenCode.read(text[...]) }

    @Test(arguments: samples)
    func `a code is read as it was made, however it is grouped`(code: [UInt8]) {
        #expect(code.count == SpokenCode.digits)
        #expect(read(code) == .code(code))
        #expect(read(SpokenCode.grouped(code)) == .code(code))
        #expect(read(SpokenCode.grouped(code, gap: "-")) == .code(code))
        #expect(read(code.flatMap { [$0, UInt8(ascii: ".")] }) == .code(code))
    }

    @Test(arguments: samples)
    func `every wrong digit is found`(code: [UInt8]) {
        for place in code.indices {
            for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != code[place] {
                var typed = code
                typed[place] = digit
                #expect(read(typed) == .slip)
            }
        }
    }

    @Test(arguments: samples)
    func `every swap of two neighbours is found`(code: [UInt8]) {
        for place in code.indices.dropLast() where code[place] != code[place + 1] {
            var typed = code
            typed.swapAt(place, place + 1)
            #expect(read(typed) == .slip)
        }
    }

    @Test func `a digit too few or too many is a slip`() {
        let code = Self.samples[5]
        #expect(read(Array(code.dropLast())) == .slip)
        #expect(read(code + [UInt8(ascii: "0")]) == .slip)
        #expect(read(Array(code.prefix(SpokenCode.digitsLeast))) == .slip)
        #expect(read(Array(code.prefix(SpokenCode.digitsLeast - 1))) == .other)
    }

    @Test(arguments: [
        "", "winter", "lola:secret", "1234 5678 9012 3x", "١٢٣٤٥٦٧٨٩٠١٢٣٤", "----------",
    ])
    func `what is not of digits is no code`(text: String) {
        #expect(read(Array(text.utf8)) == .other)
    }

    @Test func `codes are written in groups that a voice can carry`() {
        let text = SpokenCode.grouped(SpokenCode.digits(for: 5_720_391_846_204))
        #expect(String(decoding: text, as: UTF8.self).hasPrefix("572 0391 8462 04"))
        #expect(text.count == 17)
    }
}
