import Testing
import Wire

/// Bytes such as nobody should send: lines of every kind, broken in every way.
private func noise(_ dice: inout Dice) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<dice.within(1...8) {
        switch dice.below(9) {
        case 0: bytes.write("PRIVMSG #tue-circle :салом")
        case 1: bytes.write("@a=b;+c=\\s :lina!l@c ")
        case 2: bytes.append(contentsOf: repeatElement(0x78, count: dice.within(0...60)))
        case 3: bytes.append(contentsOf: repeatElement(0x20, count: dice.within(1...12)))
        case 4: bytes.append(contentsOf: (0..<3).map { _ in UInt8(dice.below(256)) })
        case 5: bytes.write("\r\n")
        case 6: bytes.append(10)
        case 7: bytes.append(13)
        default: bytes.append(0x40)
        }
    }
    return bytes
}

/// The same bytes in pieces of chance.
private func cut(_ bytes: [UInt8], _ dice: inout Dice) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var rest = bytes[...]
    let longest = dice.oneIn(3) ? 1 : dice.within(1...80)
    while !rest.isEmpty {
        let size = dice.within(0...longest)
        pieces.append(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
    }
    return pieces
}

private func run(_ framer: inout Framer, _ pieces: [[UInt8]]) -> [Outcome] {
    var outcomes: [Outcome] = []
    var most = 0
    for piece in pieces {
        framer.feed(piece.span) { outcomes.append($0) }
        most = max(most, framer.unfinished)
    }
    #expect(most < 24 + 40)
    return outcomes
}

@Test(arguments: 1...20 as ClosedRange<UInt64>)
func `any bytes, cut anywhere, give the same as at once`(seed: UInt64) {
    var dice = Dice(seed: seed)
    var kinds = (lines: 0, long: 0, tags: 0)
    for _ in 0..<400 {
        let bytes = noise(&dice) + noise(&dice) + noise(&dice)
        var once = Framer(tagBytes: 24, lineBytes: 40)
        var often = once
        let expected = run(&once, [bytes])
        let outcomes = run(&often, cut(bytes, &dice))
        #expect(outcomes == expected)
        #expect(once.unfinished == often.unfinished)
        for outcome in expected {
            switch outcome {
            case .success: kinds.lines += 1
            case .failure(.tooLong): kinds.long += 1
            case .failure(.tagsTooLong): kinds.tags += 1
            case .failure: break
            }
        }
    }
    #expect(kinds.lines > 50 && kinds.long > 50 && kinds.tags > 3)
}

@Test(arguments: 1...4 as ClosedRange<UInt64>)
func `no bytes make the parser trap, and what it gives can be read`(seed: UInt64) {
    var dice = Dice(seed: seed &* 7919)
    var (wrong, parsed) = (0, 0)
    for _ in 0..<3000 {
        guard let message = try? Message(parsing: noise(&dice)) else { continue }
        if message.count > Limit.parameters || message.commandBytes.isEmpty { wrong += 1 }
        for index in 0..<message.count where message[index].endIndex > message.bytes.count {
            wrong += 1
        }
        message.forEachTag { key, _ in if key.isEmpty { wrong += 1 } }
        parsed += 1
    }
    #expect(wrong == 0)
    #expect(parsed > 100)
}
