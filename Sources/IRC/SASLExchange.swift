import Rooms
import Wire

/// The ways to sign in by AUTHENTICATE.
public enum Mechanism: String, CaseIterable, Sendable {
    case plain = "PLAIN"
    case external = "EXTERNAL"
    case scram = "SCRAM-SHA-256"
    /// By a token of TOKEN NEW. Not listed: only the client that was given one knows it.
    case token = "SANDALI-TOKEN"

    /// The mechanism of this name, in capitals or not.
    init?(_ name: ArraySlice<UInt8>) {
        let folded = Name.folded(name)
        let found = Self.allCases.first { Name.folded(Array($0.rawValue.utf8)[...]) == folded }
        guard let found else { return nil }
        self = found
    }
}

/// One connection's AUTHENTICATE: collects what a client sends, and says what it means.
///
/// - Source: IRCv3 sasl 3.1 and 3.2.
struct SASLExchange: Equatable, Sendable {
    /// What came of a line.
    enum Outcome {
        /// What the mechanism says first.
        case opened
        /// The rest is still to come.
        case more
        case said(Numeric, Phrase)
        case missing
        case unknownMechanism
        case claim(Claim)
    }

    /// The mechanism that has been begun.
    private(set) var mechanism: Mechanism?
    private var collected: [UInt8] = []
    private var stage = Stage.beginning

    /// How far a mechanism of several messages has come.
    private enum Stage: Equatable, Sendable {
        case beginning
        case challenged(SCRAM.Conversation)
        /// The proof was right; the client has the server's own, and says nothing more.
        case proved(AccountID)
    }

    var isOpen: Bool { mechanism != nil }

    /// Takes one AUTHENTICATE; also of a client that never asked for the capability, for it shows
    /// by the command itself that it knows SASL.
    ///
    /// - Parameter offered: the mechanisms that there are for this connection.
    mutating func take(_ message: Message, offered: [Mechanism]) -> Outcome {
        guard let chunk = message.text(0), !chunk.isEmpty else { return .missing }
        if chunk.elementsEqual([UInt8(ascii: "*")]) {
            reset()
            return .said(.saslAborted, .saslAborted)
        }
        guard let mechanism else { return begin(chunk, offered) }
        guard chunk.count <= Limit.saslChunkBytes else {
            reset()
            return .said(.saslTooLong, .saslTooLong)
        }
        return collect(chunk, mechanism)
    }

    /// Forgets what has been said so far.
    mutating func reset() {
        mechanism = nil
        collected = []
        stage = .beginning
    }

    /// Goes on with SCRAM once the server has said its first message.
    mutating func await(proofIn conversation: SCRAM.Conversation) {
        mechanism = .scram
        stage = .challenged(conversation)
    }

    /// Goes on with SCRAM once the server has said its last message.
    mutating func await(endOf account: AccountID) {
        mechanism = .scram
        stage = .proved(account)
    }

    private mutating func begin(_ name: ArraySlice<UInt8>, _ offered: [Mechanism]) -> Outcome {
        guard let known = Mechanism(name), known == .token || offered.contains(known) else {
            return .unknownMechanism
        }
        mechanism = known
        return .opened
    }

    private mutating func collect(
        _ chunk: ArraySlice<UInt8>, _ mechanism: Mechanism
    ) -> Outcome {
        if !chunk.elementsEqual([UInt8(ascii: "+")]) { collected += chunk }
        guard collected.count <= Limit.saslBytes else {
            reset()
            return .said(.saslTooLong, .saslTooLong)
        }
        if chunk.count == Limit.saslChunkBytes { return .more }
        defer { reset() }
        guard let response = Base64.decode(collected[...]),
            let claim = claim(response, mechanism)
        else { return .said(.saslFail, .saslFailed) }
        return .claim(claim)
    }

    private func claim(_ response: [UInt8], _ mechanism: Mechanism) -> Claim? {
        switch mechanism {
        case .plain: Self.plain(response)
        case .external:
            // A zero byte would end the name for whoever reads it elsewhere.
            response.contains(0) ? nil : .certificate(account: response)
        case .token: Self.token(response)
        case .scram:
            switch stage {
            case .beginning: SCRAM.First(response).map { .scram($0) }
            case .challenged(let conversation):
                conversation.proof(response).map { .proof($0) }
            case .proved(let account): response.isEmpty ? .proved(account) : nil
            }
        }
    }

    /// The account's name, a zero byte, and the 32 bytes of the token.
    private static func token(_ response: [UInt8]) -> Claim? {
        guard let end = response.firstIndex(of: 0), end > 0, response.count - end == 33 else {
            return nil
        }
        return .token(account: Array(response[..<end]), token: Array(response[(end + 1)...]))
    }

    /// - Source: RFC 4616 §2. Nobody signs in for somebody else.
    private static func plain(_ response: [UInt8]) -> Claim? {
        let parts = response.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, !parts[2].isEmpty else { return nil }
        guard parts[0].isEmpty || parts[0].elementsEqual(parts[1]) else { return nil }
        return .password(account: Array(parts[1]), password: Array(parts[2]), bySASL: true)
    }
}
