/// Why a connection could not be opened or registered.
public enum ConnectError: Error, Equatable, Sendable {
    /// The host name has no address.
    case nameNotFound(Server)
    /// The machine answers, but no server listens there.
    case refused(Server)
    /// The system could not reach the server; `errno` says why.
    case unreachable(Server, errno: CInt)
    /// Nothing was settled within the time given.
    case timedOut(Server)
    /// Plain lines were asked for, and the address is not this machine's own.
    case plainBeyondLoopback(Server)
    /// The handshake failed: the other side does not speak TLS, or not one that we accept.
    case handshakeFailed(Server, why: String)
    /// No authority vouches for the certificate, and nobody has accepted it; the fingerprint that
    /// was shown, when it is known, and the one accepted before, when there is one.
    case untrusted(Server, shown: Fingerprint?, before: Fingerprint?)
    /// The list of known servers is there but cannot be read or written.
    case knownServersUnusable(path: String)
    /// The account or the password is wrong, or may not come in; with the server's words.
    case signInRefused(words: String)
    /// The account is suspended, and no other password would help; with the server's words.
    case suspended(words: String)
    /// The server has no time to look at the sign-in now; with its words.
    case busy(words: String)
    /// The server has no SASL PLAIN: sign in with PASS, or not at all.
    case signInNotOffered
    /// The account was not made by the invitation's code; the reason by its name in the protocol,
    /// and the server's words.
    case invitationRefused(code: String, words: String)
    /// Another nickname is needed; with the server's words.
    case nicknameRefused(words: String)
    /// The connection ended before registration did.
    case ended(Disconnect)
}

/// Why an open connection ended.
public enum Disconnect: Error, Equatable, Sendable {
    /// The server closed it, with the words of its ERROR line if it sent one.
    case byServer(words: String?)
    /// The network failed; `errno` says how, 0 when it was cut without a word.
    case cutOff(errno: CInt)
    /// TLS failed in mid-conversation.
    case tlsFailed(why: String)
    /// More was waiting to be sent than `Limits.outboxBytes`: the server does not read.
    case outboxFull
    /// This side closed or aborted it.
    case byUs
}

/// Why a line that was waited for did not come.
public enum WaitError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The time passed; `seen` holds the last lines that came instead.
    case notSeen(wanted: String, seen: [String])
    /// The connection ended first.
    case ended(Disconnect, wanted: String, seen: [String])
    /// The task that waited was cancelled.
    case cancelled

    /// What was waited for and what came instead, in lines, for whoever reads a failed test.
    public var description: String {
        switch self {
        case .notSeen(let wanted, let seen):
            "\(wanted) did not come; \(Self.list(seen))"
        case .ended(let why, let wanted, let seen):
            "\(wanted) did not come before the connection ended (\(why)); \(Self.list(seen))"
        case .cancelled:
            "the wait was cancelled"
        }
    }

    private static func list(_ seen: [String]) -> String {
        seen.isEmpty
            ? "nothing else came" : "seen instead:\n  " + seen.joined(separator: "\n  ")
    }
}
