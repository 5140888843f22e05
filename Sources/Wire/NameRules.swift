extension Name {
    /// Why no account can be called so, or nil: 3 to 20 ASCII letters, digits and `-`, the first a
    /// letter.
    public static func accountFault(_ bytes: ArraySlice<UInt8>) -> NameFault? {
        guard !bytes.isEmpty else { return .empty }
        let letters = String(decoding: bytes, as: UTF8.self).unicodeScalars
        for letter in letters where !(isASCIILetter(letter) || isDigit(letter) || letter == "-") {
            return .forbidden(letter)
        }
        if let first = letters.first, !isASCIILetter(first) { return .badStart(first) }
        let bounds = Limit.accountLetters
        if letters.count < bounds.lowerBound { return .tooShort(least: bounds.lowerBound) }
        if letters.count > bounds.upperBound { return .tooLong(most: bounds.upperBound) }
        return nil
    }

    /// Why nobody can be called so, or nil: Latin letters, digits and ``-_[]\`^{}|``, or Cyrillic
    /// letters, digits and `-_`; 1 to 32 letters and at most 64 bytes in NFC; the first no digit
    /// and no `-`.
    public static func nicknameFault(_ bytes: ArraySlice<UInt8>) -> NameFault? {
        guard let first = bytes.first else { return .empty }
        let start = Unicode.Scalar(first)
        if isDigit(start) || start == "-" { return .badStart(start) }
        guard bytes.count <= Limit.lineBytes else { return .tooLong(most: Limit.nicknameLetters) }
        var count = 0
        var size = 0
        var scripts: Set<Script> = []
        var special: Unicode.Scalar?
        for letter in scalars(bytes) {
            count += 1
            size += UTF8.width(letter)
            if let script = Script(letter) {
                scripts.insert(script)
            } else if latinSpecials.contains(letter) {
                special = letter
            } else if !isDigit(letter), letter != "-", letter != "_" {
                return .forbidden(letter)
            }
            if count == 1, letter.properties.generalCategory == .modifierLetter {
                return .badStart(letter)
            }
        }
        if count > Limit.nicknameLetters { return .tooLong(most: Limit.nicknameLetters) }
        if size > Limit.nicknameBytes { return .tooManyBytes(most: Limit.nicknameBytes) }
        if scripts.count > 1 { return .mixedScripts }
        if let special, scripts.contains(.cyrillic) { return .forbidden(special) }
        return nil
    }

    /// Why no channel can be called so, or nil: `#` or `&`, then anything that can be seen except
    /// space and comma; at most 64 bytes in NFC.
    ///
    /// - Source: Modern IRC, "Channels"; ours are stricter about what cannot be seen.
    public static func channelFault(_ bytes: ArraySlice<UInt8>) -> NameFault? {
        guard bytes.count > 0 else { return .empty }
        guard bytes.count <= Limit.lineBytes else {
            return .tooManyBytes(most: Limit.channelBytes)
        }
        let letters = scalars(bytes)
        guard let mark = letters.first, mark == "#" || mark == "&" else {
            return .badStart(letters.first ?? " ")
        }
        let name = letters.dropFirst()
        guard let start = name.first else { return .empty }
        if start.properties.canonicalCombiningClass != .notReordered { return .badStart(start) }
        for letter in name where letter == "," || !isVisible(letter) { return .forbidden(letter) }
        let size = letters.reduce(0) { $0 + UTF8.width($1) }
        return size > Limit.channelBytes ? .tooManyBytes(most: Limit.channelBytes) : nil
    }

    static let latinSpecials: [Unicode.Scalar] = ["[", "]", "\\", "`", "^", "{", "}", "|"]

    static func isASCIILetter(_ letter: Unicode.Scalar) -> Bool {
        "a"..."z" ~= letter || "A"..."Z" ~= letter
    }

    static func isDigit(_ letter: Unicode.Scalar) -> Bool { "0"..."9" ~= letter }

    /// Whether a letter leaves ink and keeps the direction of its line.
    static func isVisible(_ letter: Unicode.Scalar) -> Bool {
        if letter.properties.isDefaultIgnorableCodePoint { return false }
        switch letter.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: return false
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return false
        default: return letter != "\u{2800}"  // A Braille letter without dots.
        }
    }
}

/// The scripts that nicknames are written in.
enum Script: Hashable {
    case latin
    case cyrillic

    /// The script of a letter that today's languages write with, or nil. Left out are letters of
    /// phonetics and of the dead, among which are look-alikes of `|` and `!`.
    init?(_ letter: Unicode.Scalar) {
        switch letter.value {
        case 0x41...0x5a, 0x61...0x7a: self = .latin
        case 0xc0...0xd6, 0xd8...0xf6, 0xf8...0x131, 0x134...0x148, 0x14a...0x17e: self = .latin
        case 0x18f, 0x259, 0x192, 0x1a0...0x1a1, 0x1af...0x1b0: self = .latin
        case 0x1cd...0x1dc, 0x1e6...0x1e7, 0x218...0x21b: self = .latin
        // The Uzbek turned comma and apostrophe, as in Oʻktam and maʼno.
        case 0x2bb, 0x2bc: self = .latin
        case 0x1e00...0x1e99, 0x1e9e, 0x1ea0...0x1ef9: self = .latin
        case 0x400...0x45f, 0x48a...0x52f: self = .cyrillic
        default: return nil
        }
    }
}
