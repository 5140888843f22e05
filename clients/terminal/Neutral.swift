/// Takes the power out of what other people wrote before it reaches somebody's terminal.
///
/// A terminal obeys escape sequences, moves on control characters and turns the order of letters
/// around on invisible ones. Here they become visible signs, or vanish where they are only colours.
enum Neutral {
    /// More marks on one letter than any alphabet here needs smear over the lines above.
    static let marksMax = 4

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        text(String(decoding: Array(bytes), as: UTF8.self))
    }

    static func text(_ text: String) -> String {
        var neutral = String.UnicodeScalarView()
        var scalars = text.unicodeScalars[...]
        var marks = 0
        while let scalar = scalars.popFirst() {
            marks = Columns.isMark(scalar) ? marks + 1 : 0
            if marks > marksMax { continue }
            if let sign = sign(for: scalar, &scalars) { neutral.append(sign) }
        }
        return String(neutral)
    }

    /// What is shown for a scalar, or nil for nothing.
    private static func sign(
        for scalar: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
    ) -> Unicode.Scalar? {
        switch scalar.value {
        // IRC's bold, reset, monospace, reverse, italics, strike and underline.
        case 0x02, 0x0f, 0x11, 0x16, 0x1d, 0x1e, 0x1f: return nil
        case 0x03:
            skipColour(&rest, digits: 2) { $0.properties.numericType != nil && $0.isASCII }
            return nil
        case 0x04:
            skipColour(&rest, digits: 6) { $0.isASCII && $0.properties.isHexDigit }
            return nil
        case 0x09: return " "
        // The control pictures: ␛ for an escape.
        case 0x00..<0x20: return Unicode.Scalar(0x2400 + scalar.value)
        case 0x7f: return "␡"
        case 0x80..<0xa0: return "\u{fffd}"
        default: return isInvisible(scalar) ? "\u{fffd}" : scalar
        }
    }

    /// A colour may have a second part behind a comma: `\u{03}4,12`.
    private static func skipColour(
        _ rest: inout Substring.UnicodeScalarView, digits: Int,
        _ isDigit: (Unicode.Scalar) -> Bool
    ) {
        let first = rest.prefix(digits).prefix(while: isDigit).count
        rest.removeFirst(first)
        guard first > 0, rest.first == "," else { return }
        let second = rest.dropFirst().prefix(digits).prefix(while: isDigit).count
        if second > 0 { rest.removeFirst(second + 1) }
    }

    /// What turns the reading order, breaks lines or hides; the joiners that Arabic script and
    /// emoji need stay.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0xfff9...0xfffb,
            0xe0000...0xe0fff:
            true
        default: false
        }
    }
}
