/// Names of accounts, people and channels: how they are compared and which are allowed.
///
/// A name is looked up by `folded`; the server's casemapping is `ascii`.
public enum Name {
    /// The key that a name is looked up by: NFC, then A–Z as a–z. Other letters keep their case.
    ///
    /// Bytes that are not UTF-8 become U+FFFD; lines from a `Framer` have none.
    public static func folded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var key = normalised(bytes)
        for index in key.indices where 0x41...0x5a ~= key[index] { key[index] |= 0x20 }
        return key
    }

    /// Whether `folded` would give the name back as it is, as far as that is seen at once: ASCII
    /// without capitals.
    public static func isFolded(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0 < 0x80 && !(0x41...0x5a ~= $0) }
    }

    /// The name in NFC. Latin up to U+02FF and Cyrillic without marks are NFC already and only
    /// copied; what else is not ASCII goes through the standard library's tables.
    public static func normalised(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        if isPlainlyNFC(bytes) { return Array(bytes) }
        return String(decoding: bytes, as: UTF8.self)._nfcCodeUnits
    }

    /// Whether lead bytes alone tell that valid UTF-8 is in NFC: below U+0300 nothing composes, and
    /// in U+0400–U+052F only the marks U+0483–U+0487 do anything.
    static func isPlainlyNFC(_ bytes: ArraySlice<UInt8>) -> Bool {
        var lead: UInt8 = 0
        for byte in bytes {
            if byte & 0xc0 == 0x80 {
                if lead == 0xd2, 0x83...0x87 ~= byte { return false }
                if lead == 0xd4, byte > 0xaf { return false }
                if lead == 0 { return false }
                lead = 0
                continue
            }
            guard lead == 0 else { return false }
            switch byte {
            case 0..<0x80: break
            case 0xc2...0xcb, 0xd0...0xd4: lead = byte
            default: return false
            }
        }
        return lead == 0
    }

    /// The name's scalars in NFC.
    static func scalars(_ bytes: ArraySlice<UInt8>) -> String.UnicodeScalarView {
        String(decoding: normalised(bytes), as: UTF8.self).unicodeScalars
    }
}

/// Why a name is not allowed; the reply that is written from it says what to do instead.
public enum NameFault: Error, Equatable, Sendable {
    /// Nothing at all, or a channel's mark alone.
    case empty
    /// Fewer letters than `least`.
    case tooShort(least: Int)
    /// More letters than `most`.
    case tooLong(most: Int)
    /// More bytes than `most`, in NFC.
    case tooManyBytes(most: Int)
    /// It may not start with this.
    case badStart(Unicode.Scalar)
    /// This may not stand in such a name.
    case forbidden(Unicode.Scalar)
    /// Latin and Cyrillic letters in one nickname.
    case mixedScripts
}
