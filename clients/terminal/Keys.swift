/// One press of a key, as a terminal in raw mode sends it.
enum Key: Equatable {
    case letter(Unicode.Scalar)
    case enter
    case backspace, delete
    case left, right, wordLeft, wordRight, home, end
    case up, down
    case eraseWord, eraseToStart, eraseToEnd
    case redraw
    case interrupt
    case endOfInput
}

/// Makes keys out of bytes that come in any pieces.
///
/// - Source: ECMA-48 §5.4 for control sequences; the key codes are those of xterm and the Linux
///   console. Sequences that mean nothing here are swallowed whole.
struct KeyReader {
    /// A sequence or a letter of which more is to come.
    private var unfinished: [UInt8] = []

    /// No sequence that a keyboard sends is longer; what is, is noise and is dropped.
    private static let sequenceMax = 32

    mutating func read(_ bytes: some Sequence<UInt8>) -> [Key] {
        var keys: [Key] = []
        for byte in bytes {
            unfinished.append(byte)
            switch meaning() {
            case .more: if unfinished.count >= Self.sequenceMax { unfinished = [] }
            case .none: unfinished = []
            case .key(let key):
                unfinished = []
                keys.append(key)
            }
        }
        return keys
    }

    private enum Meaning {
        case more
        case none
        case key(Key)
    }

    private func meaning() -> Meaning {
        switch unfinished[0] {
        case 0x1b: sequence()
        case 0x20..<0x7f: .key(.letter(Unicode.Scalar(unfinished[0])))
        case 0x80...: letter()
        default: control(unfinished[0])
        }
    }

    private func control(_ byte: UInt8) -> Meaning {
        switch byte {
        case 0x01: .key(.home)
        case 0x02: .key(.left)
        case 0x03: .key(.interrupt)
        case 0x04: .key(.endOfInput)
        case 0x05: .key(.end)
        case 0x06: .key(.right)
        case 0x08, 0x7f: .key(.backspace)
        case 0x09: .key(.letter(" "))
        case 0x0a, 0x0d: .key(.enter)
        case 0x0b: .key(.eraseToEnd)
        case 0x0c: .key(.redraw)
        case 0x0e: .key(.down)
        case 0x10: .key(.up)
        case 0x15: .key(.eraseToStart)
        case 0x17: .key(.eraseWord)
        default: .none
        }
    }

    /// One scalar in UTF-8; a byte that cannot go on ends it as nothing.
    private func letter() -> Meaning {
        let wanted =
            switch unfinished[0] {
            case 0xc2..<0xe0: 2
            case 0xe0..<0xf0: 3
            case 0xf0..<0xf5: 4
            default: 1
            }
        if unfinished.count < wanted {
            return unfinished.dropFirst().allSatisfy { $0 & 0xc0 == 0x80 } ? .more : .none
        }
        guard let text = String(validating: unfinished, as: UTF8.self),
            let scalar = text.unicodeScalars.first, scalar.value >= 0xa0
        else { return .none }
        return .key(.letter(scalar))
    }

    private func sequence() -> Meaning {
        guard unfinished.count > 1 else { return .more }
        switch unfinished[1] {
        case UInt8(ascii: "b"): return .key(.wordLeft)
        case UInt8(ascii: "f"): return .key(.wordRight)
        case UInt8(ascii: "["), UInt8(ascii: "O"):
            guard let last = unfinished.dropFirst(2).last else { return .more }
            return 0x40..<0x7f ~= last ? arrow(last) : .more
        case 0x1b: return .more
        default: return .none
        }
    }

    /// The end of a sequence; `1;5` before it means that Ctrl was held.
    private func arrow(_ last: UInt8) -> Meaning {
        let held = unfinished.dropFirst(2).dropLast().elementsEqual("1;5".utf8)
        switch last {
        case UInt8(ascii: "A"): return .key(.up)
        case UInt8(ascii: "B"): return .key(.down)
        case UInt8(ascii: "C"): return .key(held ? .wordRight : .right)
        case UInt8(ascii: "D"): return .key(held ? .wordLeft : .left)
        case UInt8(ascii: "H"): return .key(.home)
        case UInt8(ascii: "F"): return .key(.end)
        case UInt8(ascii: "~"): return tilde()
        default: return .none
        }
    }

    private func tilde() -> Meaning {
        switch unfinished.dropFirst(2).first {
        case UInt8(ascii: "1"), UInt8(ascii: "7"): .key(.home)
        case UInt8(ascii: "4"), UInt8(ascii: "8"): .key(.end)
        case UInt8(ascii: "3"): .key(.delete)
        default: .none
        }
    }
}
