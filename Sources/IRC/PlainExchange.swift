import Wire

/// AUTHENTICATE with the mechanism PLAIN (IRCv3 sasl 3.1 and 3.2; RFC 4616).
struct PlainExchange: Equatable, Sendable {
    /// What came of a line.
    enum Outcome {
        case reply(String)
        /// The rest of the claim is still to come.
        case more
        /// A numeric, what stands before its text (with a space), and the text.
        case numeric(String, String, Phrase)
        case unknownMechanism
        case claim(account: [UInt8], password: [UInt8])
    }

    private(set) var isOpen = false
    /// Whether a claim has been found right: there is no second one.
    var isDone = false
    private var collected: [UInt8] = []

    /// Takes one AUTHENTICATE.
    ///
    /// - Parameter held: whether the client has the capability `sasl`.
    mutating func take(_ message: Message, held: Bool) -> Outcome {
        guard let chunk = message.text(0), !chunk.isEmpty else {
            return .numeric("461", "AUTHENTICATE ", .needMoreParameters)
        }
        guard held else { return .numeric("904", "", .saslNotAsked) }
        if isDone { return .numeric("907", "", .saslAlready) }
        guard isOpen else { return begin(chunk) }
        if chunk.elementsEqual([UInt8(ascii: "*")]) {
            reset()
            return .numeric("906", "", .saslAborted)
        }
        guard chunk.count <= Limit.saslChunkBytes else {
            reset()
            return .numeric("905", "", .saslTooLong)
        }
        return collect(chunk)
    }

    private mutating func begin(_ mechanism: ArraySlice<UInt8>) -> Outcome {
        switch CommandName(mechanism) {
        case "PLAIN":
            isOpen = true
            return .reply("AUTHENTICATE +")
        default:
            if mechanism.elementsEqual([UInt8(ascii: "*")]) {
                return .numeric("906", "", .saslAborted)
            }
            return .unknownMechanism
        }
    }

    private mutating func collect(_ chunk: ArraySlice<UInt8>) -> Outcome {
        if !chunk.elementsEqual([UInt8(ascii: "+")]) { collected += chunk }
        guard collected.count <= Limit.saslBytes else {
            reset()
            return .numeric("905", "", .saslTooLong)
        }
        if chunk.count == Limit.saslChunkBytes { return .more }
        defer { reset() }
        guard let plain = Base64.decode(collected[...]) else {
            return .numeric("904", "", .saslFailed)
        }
        let parts = plain.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty else {
            return .numeric("904", "", .saslFailed)
        }
        let speaksForOther = !parts[0].isEmpty && !parts[0].elementsEqual(parts[1])
        if speaksForOther { return .numeric("904", "", .saslFailed) }
        return .claim(account: Array(parts[1]), password: Array(parts[2]))
    }

    /// Forgets what has been said so far.
    mutating func reset() {
        isOpen = false
        collected = []
    }
}
