import GRDB
import Rooms

/// Whose keys a file holds: looked at without a master key.
public struct KeyGlance: Equatable, Sendable {
    /// Names the centre: that of its log.
    public let centre: [UInt8]

    /// Looks into the key file at `path`.
    ///
    /// - Returns: nil where there is none, or one whose making was broken off.
    /// - Throws: `LogError.keys` where it is no key file, and whatever the disk says.
    public init?(_ path: String) throws(LogError) {
        guard try KeyFile.isMade(path) else { return nil }
        centre = try KeyFile.owner(path)
    }

    /// Whether something stands where the keys of the log at `path` belong, and is no file whose
    /// making was broken off.
    static func isBeside(_ path: String) -> Bool {
        // What cannot be read is worth keeping, too.
        (try? KeyFile.isMade(KeyFile.path(beside: path))) ?? true
    }
}
