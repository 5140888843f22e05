import Wire

/// An entry of a ban, exception or invitation list, taken apart: a plain mask, or an extended one.
///
///     lola!*@*          a source
///     a:lola            an account (IRCv3 account-extban)
///     m:lola!*@*        who is muted, not shut out
///     m:a:lola          both
///
/// - Source: Modern IRC, "EXTBAN Parameter"; IRCv3 account-extban.
struct ExtendedMask {
    /// The letters of the EXTBAN token; there is no prefix before them.
    static let letters = "am"

    /// Whether it only silences.
    private(set) var mutes = false
    /// Whether the pattern is of an account's name.
    private(set) var isAccount = false
    private(set) var pattern: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) {
        pattern = text
        if Self.begins(pattern, with: UInt8(ascii: "m")) {
            mutes = true
            pattern = pattern.dropFirst(2)
        }
        if Self.begins(pattern, with: UInt8(ascii: "a")) {
            isAccount = true
            pattern = pattern.dropFirst(2)
        }
    }

    /// As it stands in the list: `nick` becomes `nick!*@*`, an account stays an account.
    var whole: [UInt8] {
        let mark = Line(mutes ? "m:" : "").bytes
        return isAccount ? mark + Line("a:\(pattern)").bytes : mark + Self.source(pattern)
    }

    /// Whether it means this source, or this account.
    func means(source: [UInt8], account: [UInt8]?) -> Bool {
        guard isAccount else { return Glob.matches(pattern, source[...]) }
        return account.map { Glob.matches(pattern, $0[...]) } ?? false
    }

    private static func begins(_ text: ArraySlice<UInt8>, with letter: UInt8) -> Bool {
        text.count > 2 && text.starts(with: [letter, UInt8(ascii: ":")])
    }

    /// `nick` becomes `nick!*@*`, `user@host` becomes `*!user@host`.
    private static func source(_ given: ArraySlice<UInt8>) -> [UInt8] {
        let hasUser = given.contains(UInt8(ascii: "!"))
        let hasHost = given.contains(UInt8(ascii: "@"))
        return switch (hasUser, hasHost) {
        case (true, true): Array(given)
        case (true, false): Line("\(given)@*").bytes
        case (false, true): Line("*!\(given)").bytes
        case (false, false): Line("\(given)!*@*").bytes
        }
    }
}
