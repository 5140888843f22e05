/// What is wrong with one line. Only that line is dropped; the connection stays.
///
/// When a line has several faults, its length comes first, then forbidden bytes, then UTF-8, then
/// its form: so the answer is the same however the line was cut on its way.
public enum LineError: Error, Equatable, Sendable {
    /// More than `limit` bytes besides the tags, counted with CR LF. Told once a line, as soon as
    /// it is known; the rest of the line is skipped. Answer 417.
    case tooLong(limit: Int)
    /// More than `limit` bytes of tags, counting the `@` and the space. Told and answered likewise.
    case tagsTooLong(limit: Int)
    /// Bytes that are not UTF-8. Answer `FAIL <command> INVALID_UTF8`.
    ///
    /// The line stands beside it with `?` for every byte that is not ASCII, for its command and its
    /// label; nil where it has none.
    indirect case invalidUTF8(Message?)
    /// A NUL, a CR that ends no line, or (when parsing one line) a line feed.
    case forbiddenByte(UInt8)
    /// No command: only tags, only a source, or tags or a source without a name.
    case malformed
}
