import Glibc
import SandaliKit

/// How the program ends.
enum Exit: CInt {
    case well = 0
    case wronglyCalled = 2
    case notConnected = 3
    case notTrusted = 4
    case signInRefused = 5
    case cutOff = 6

    /// What to say and how to end when no connection came about.
    init(_ error: ConnectError) {
        self =
            switch error {
            case .untrusted, .knownServersUnusable: .notTrusted
            case .signInRefused, .suspended, .signInNotOffered, .nicknameRefused,
                .invitationRefused:
                .signInRefused
            case .ended(.byServer(words: .some)): .signInRefused
            default: .notConnected
            }
    }
}

extension Phrase {
    /// - Parameter isNamed: whether the person has named the one certificate to be trusted.
    init(_ error: ConnectError, isNamed: Bool = false) {
        self =
            switch error {
            case .nameNotFound(let server): .noSuchHost(server: server.description)
            case .refused(let server): .nobodyAnswers(server: server.description)
            case .unreachable(let server, let errno):
                .unreachable(server: server.description, why: systemWords(errno))
            case .timedOut(let server): .noAnswerInTime(server: server.description)
            case .plainBeyondLoopback: .plainOnlyHere
            case .handshakeFailed(let server, let why):
                .noTLS(server: server.description, why: why)
            case .untrusted(let server, _, let before?):
                .untrustedChanged(server: server.description, before: before.description)
            // The stranger's fingerprint is nothing to be pasted.
            case .untrusted(let server, _, nil) where isNamed:
                .untrustedUnlikeNamed(server: server.description)
            case .untrusted(let server, let shown, nil):
                .untrusted(server: server.description, fingerprint: shown?.description)
            case .knownServersUnusable(let path): .knownServersUnusable(path: path)
            case .signInRefused(let words): .signInRefused(words: Neutral.text(words))
            case .busy(let words), .suspended(let words): .serverSays(words: Neutral.text(words))
            case .signInNotOffered: .signInNotOffered
            case .invitationRefused(_, let words): .invitationRefused(words: Neutral.text(words))
            case .nicknameRefused(let words): .nicknameRefused(words: Neutral.text(words))
            case .ended(let why): Phrase(why)
            }
    }

    /// The same where it is known how one would have come in.
    init(_ error: ConnectError, by plan: Plan) {
        self =
            switch (error, plan.identity.method) {
            case (.signInRefused(let words), .certificate), (.signInRefused(let words), .token):
                .deviceRefused(words: Neutral.text(words))
            default: Phrase(error, isNamed: plan.fingerprint != nil)
            }
    }

    init(_ why: Disconnect) {
        self =
            if case .byServer(let words?) = why {
                .serverClosed(words: Neutral.text(words))
            } else {
                .cutOff
            }
    }
}

/// The system's own words for an error number.
private func systemWords(_ errno: CInt) -> String {
    unsafe String(cString: strerror(errno))
}
