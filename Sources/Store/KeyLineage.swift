import Rooms

/// Which of the keys in a key file are a log's own.
///
/// A key file outlives logs. Where one is put back from a backup, the file knows accounts that this
/// log never had, and their numbers will be given to others. So a log notes which versions of keys
/// have been made for it, its generations, and how many accounts it had when each began: a key of
/// another version, or of an account that came later, is somebody else's.
struct KeyLineage: Equatable {
    /// The version of all keys that were made in some time of the log's life.
    struct Generation: Equatable {
        var version: UInt32
        /// How many accounts there were when it began; `.max`: none had come that is not the log's.
        var accounts: UInt32
    }

    /// The oldest first; the first stands for all versions up to its own.
    private(set) var generations: [Generation]

    init(through version: UInt32) {
        generations = [Generation(version: version, accounts: 0)]
    }

    /// What `encoded` gave; nil for anything else.
    init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, bytes.count.isMultiple(of: 8) else { return nil }
        generations = stride(from: 0, to: bytes.count, by: 8).map { start in
            Generation(
                version: bytes.integer(at: start), accounts: bytes.integer(at: start + 4))
        }
    }

    /// For each generation its version and the accounts, big-endian, 8 bytes.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for generation in generations {
            bytes.append(bigEndian: generation.version)
            bytes.append(bigEndian: generation.accounts)
        }
        return bytes
    }

    /// The version of keys that are made now.
    var newest: UInt32 { generations.last?.version ?? 1 }

    /// Begins another generation.
    ///
    /// - Parameters:
    ///   - version: above all versions of the log and of its key file.
    ///   - accounts: how many the log has; keys of later ones are not its own.
    mutating func begin(_ version: UInt32, accounts: UInt32) {
        generations.append(Generation(version: version, accounts: accounts))
    }

    /// Whether a key is this log's own.
    func owns(_ version: UInt32, of account: AccountID) -> Bool {
        guard let index = generations.firstIndex(where: { $0.version >= version }) else {
            return false
        }
        guard index == 0 || generations[index].version == version else { return false }
        return generations.dropFirst(index + 1).allSatisfy { account.number <= $0.accounts }
    }
}
