/// Masks such as `*!*@centre`, matched without backtracking over more than the last star.
public enum Glob {
    /// Whether a mask fits the whole text. `*` is any letters or none, `?` one letter (a Unicode
    /// scalar), `\` makes the next byte literal; ASCII letters match in either case.
    ///
    /// At most mask × text steps; both come from bounded lines.
    ///
    /// - Source: Modern IRC, "Wildcard Expressions".
    public static func matches(_ mask: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var at = (mask: mask.startIndex, text: text.startIndex)
        var retry: (mask: Int, text: Int)?
        while true {
            if at.mask < mask.endIndex, mask[at.mask] == UInt8(ascii: "*") {
                at.mask += 1
                retry = at
            } else if at.text == text.endIndex {
                return at.mask == mask.endIndex
            } else if let next = step(mask, text, at) {
                at = next
            } else if let last = retry {
                // The last star takes one letter more.
                at = (last.mask, after(last.text, in: text))
                retry = at
            } else {
                return false
            }
        }
    }

    /// The places after one part of the mask that fits, or nil.
    private static func step(
        _ mask: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>, _ at: (mask: Int, text: Int)
    ) -> (mask: Int, text: Int)? {
        guard at.mask < mask.endIndex else { return nil }
        var place = at.mask
        if mask[place] == UInt8(ascii: "?") { return (place + 1, after(at.text, in: text)) }
        if mask[place] == .backslash, place + 1 < mask.endIndex { place += 1 }
        return lower(mask[place]) == lower(text[at.text]) ? (place + 1, at.text + 1) : nil
    }

    /// The place after the letter at `index`.
    private static func after(_ index: Int, in text: ArraySlice<UInt8>) -> Int {
        var next = index + 1
        while next < text.endIndex, text[next] & 0xc0 == 0x80 { next += 1 }
        return next
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        0x41...0x5a ~= byte ? byte | 0x20 : byte
    }
}
