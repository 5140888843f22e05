import Rooms
import Secrets
import Store
import Wire

/// A centre's keys, as the rest of the server needs them.
struct CentreKeys: Sendable {
    /// The key for names; 16 bytes.
    let names: [UInt8]
    /// The key that password verifiers are made with; 32 bytes.
    let pepper: [UInt8]
    /// The key that one-time codes are found by; 16 bytes.
    let codes: [UInt8]
    private let ring: KeyRing

    /// The keys of a log whose centre has been rebuilt; the operator hears of those that are lost.
    ///
    /// - Parameter accounts: how many it has.
    /// - Throws: `LogError.keys(.lost)` where names stand under keys that are gone.
    init(
        of log: EventLog, accounts: Int, acceptsLoss: Bool, _ operators: OperatorLog
    ) throws(LogError) {
        guard let ring = log.keys else { throw .keys(.missing) }
        self.ring = ring
        names = ring.names
        let pepper = ring.pepper
        self.pepper = pepper
        let purpose = Array("sandali codes".utf8)
        codes = Array(HMACSHA256.tag(of: purpose.span, key: pepper.span).prefix(16))
        let lost = ring.lost.count
        if lost > 0 {
            guard acceptsLoss else { throw .keys(.lost(accounts: lost)) }
            operators.warning("keys-lost", ["accounts": .number(lost)])
        }
        try log.settleKeys(accounts: accounts)
    }

    /// Reminds the operator to back them up.
    func remind(_ operators: OperatorLog) throws(LogError) {
        let backups = try ring.backups
        if backups.last == nil {
            operators.warning("keys-not-backed-up", ["next": .word("sandalid backup-keys")])
        } else if backups.keys > backups.covered {
            operators.warning(
                "keys-backup-old",
                [
                    "keys-since": .number(backups.keys - backups.covered),
                    "next": .word("sandalid backup-keys"),
                ])
        }
    }

    /// What `status` says of them.
    var statusRows: [String] {
        // Whoever asks how the server is shall hear the rest all the same.
        guard let backups = try? ring.backups else { return ["keys-backup unknown"] }
        guard let last = backups.last else {
            return ["keys \(backups.keys)", "keys-backup never: sandalid backup-keys"]
        }
        var time: [UInt8] = []
        Timestamp.write(milliseconds: last.milliseconds, to: &time)
        return [
            "keys \(backups.keys)",
            "keys-backup \(String(decoding: time, as: UTF8.self)), "
                + "\(max(0, backups.keys - backups.covered)) keys since",
        ]
    }
}

extension KeyFault {
    /// What an operator reads, and what to do next.
    func sentence(_ path: String) -> String {
        switch self {
        case .missing:
            "The keys of \(path) are not beside it, and its words cannot be read without them. "
                + "`sandalid restore-keys` puts them back from a backup; `sandalid run "
                + "--accept-lost-keys` goes on without what was written under them."
        case .wrongMaster:
            "The keys of \(path) were wrapped under another master key than the one in "
                + "keys.master. Put that one back; nothing was changed."
        case .otherCentre:
            "The keys beside \(path) are those of another centre. If the log is the right one, "
                + "move them away and put its own back: `sandalid restore-keys`. If they are the "
                + "right ones, put the log that they are of back: `sandalid restore`."
        case .withoutLog:
            "There is no log at \(path), and yet there are keys of one. Nothing was changed. Put "
                + "the log back from a backup: `sandalid restore FILE`. Only if the centre is to "
                + "begin anew, move the keys away first."
        case .present:
            "There are keys beside \(path) already. Move them away first, if they are no good."
        case .damaged:
            "The key file of \(path) is damaged. `sandalid restore-keys` puts it back from a "
                + "backup, once the damaged one is moved away."
        case .newer: "The key file of \(path) was written by a newer Sandali."
        case .lost(let accounts):
            "The keys of \(accounts) accounts in \(path) are missing: the key file is older than "
                + "the log. Restore a newer backup of the keys, or go on without what was written "
                + "under them: `sandalid run --accept-lost-keys`."
        }
    }
}
