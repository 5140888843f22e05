/// What a line may hold, with the reason of each number.
public enum Limit {
    /// Bytes of a line besides its tags, counted with CR LF, whichever ending was used.
    ///
    /// - Source: RFC 1459 §2.3.
    public static let lineBytes = 512

    /// Bytes of tags that a client may send, counting the `@` and the space.
    ///
    /// - Source: IRCv3 message-tags, "Size limit".
    public static let clientTagBytes = 4096

    /// Bytes of tags that a server may send, counting the `@` and the space: the client's, passed
    /// on, and the server's own. A client must be ready to read as many.
    ///
    /// - Source: IRCv3 message-tags, "Size limit", in its first edition; today's asks for less.
    public static let serverTagBytes = 8191

    /// Parameters of a line; the last takes all that is left.
    ///
    /// - Source: RFC 2812 §2.3.1.
    public static let parameters = 15

    /// Bytes of a command's name; no command of any specification is longer.
    public static let commandBytes = 16

    /// Bytes of a line besides its tags, without its ending.
    @inlinable public static var contentBytes: Int { lineBytes - 2 }

    /// Letters of an account's name; all of them ASCII.
    public static let accountLetters = 3...20

    /// Letters of a nickname, counted as Unicode scalars in NFC.
    public static let nicknameLetters = 32

    /// Bytes of a nickname in NFC: 32 Cyrillic letters.
    public static let nicknameBytes = 64

    /// Bytes of a channel's name in NFC, counting its `#` or `&`.
    public static let channelBytes = 64
}
