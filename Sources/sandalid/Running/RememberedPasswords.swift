import Rooms
import Secrets

/// Passwords that were right within the last few hours, so that a stock client that comes back
/// costs no slow hash.
///
/// No password is kept: only its HMAC, under a key that is in this process's memory and nowhere
/// else. The HMAC covers what is stored of the password and where in the log the account's password
/// or a device last changed, so that after a change nothing that was remembered fits any more.
struct RememberedPasswords {
    enum Limit {
        /// So many at most; those that were compared longest ago go first.
        static let passwords = 20_000
    }

    /// Whose password it would be.
    struct Sign: Sendable {
        let account: AccountID?
        let verifier: [UInt8]
        /// Where in the log the account's password or a device last changed.
        let changed: Position

        init(account: AccountID?, verifier: [UInt8]?, changed: Position) {
            self.account = account
            self.verifier = verifier ?? []
            self.changed = changed
        }
    }

    private let key: [UInt8]
    /// How long a right password is remembered, from when it was compared.
    private let seconds: Int64
    /// When each was compared: a younger half, and an older one that goes when the younger is full.
    private var young: [[UInt8]: Moment] = [:]
    private var old: [[UInt8]: Moment] = [:]

    /// - Parameters:
    ///   - key: of chance, drawn when the process began.
    ///   - seconds: how long each is remembered.
    init(key: [UInt8], seconds: Int64) {
        self.key = key
        self.seconds = seconds
    }

    /// How many are remembered.
    var count: Int { young.count + old.count }

    /// What a password is known by; worked out alike whether or not there is such an account.
    func tag(_ password: [UInt8], of sign: Sign) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in [
            UInt64(sign.account?.number ?? 0), sign.changed.number, UInt64(sign.verifier.count),
        ] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
            }
        }
        bytes += sign.verifier + password
        return HMACSHA256.tag(of: bytes.span, key: key.span)
    }

    /// Whether this was a right password not too long ago.
    func knows(_ tag: [UInt8], at now: Moment) -> Bool {
        guard let since = young[tag] ?? old[tag] else { return false }
        // A clock that was set back makes no password last longer.
        return now >= since && now < since.advanced(seconds: seconds)
    }

    mutating func remember(_ tag: [UInt8], at now: Moment) {
        if young.count >= Limit.passwords / 2 {
            old = young
            young = [:]
        }
        old[tag] = nil
        young[tag] = now
    }
}
