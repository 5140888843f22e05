public import Wire

/// A line as a test writes it, compared with a line as it comes.
///
///     PRIVMSG #tue-circle :салом      the command and the parameters, in order
///     :lola PRIVMSG #tue-circle       only from lola (lola!anything); more parameters may follow
///     366 * #tue-circle               * and ? stand for any letters, in any part
///     @account=lola PRIVMSG           that tag with that value; others may be there
public struct Pattern: Sendable, CustomStringConvertible {
    private let shape: Message
    /// The pattern as it was written.
    public let description: String

    /// - Throws: `LineError` when the pattern is not a line itself.
    public init(_ pattern: String) throws(LineError) {
        description = pattern
        shape = try Message(pattern)
    }

    /// Whether the message has everything that the pattern names.
    public func matches(_ message: Message) -> Bool {
        commandMatches(message) && sourceMatches(message) && parametersMatch(message)
            && tagsMatch(message)
    }

    private func commandMatches(_ message: Message) -> Bool {
        Glob.matches(shape.commandBytes, message.commandBytes)
    }

    private func sourceMatches(_ message: Message) -> Bool {
        guard let wanted = shape.source else { return true }
        guard let source = message.source else { return false }
        let nickname = source.prefix { $0 != UInt8(ascii: "!") }
        return Glob.matches(wanted, source) || Glob.matches(wanted, nickname)
    }

    private func parametersMatch(_ message: Message) -> Bool {
        shape.count <= message.count
            && (0..<shape.count).allSatisfy { Glob.matches(shape[$0], message[$0]) }
    }

    private func tagsMatch(_ message: Message) -> Bool {
        var same = true
        shape.forEachTag { key, rawValue in
            var found = false
            message.forEachTag { otherKey, otherValue in
                guard otherKey.elementsEqual(key) else { return }
                found = Glob.matches(rawValue ?? [], otherValue ?? [])
            }
            same = same && found
        }
        return same
    }
}
