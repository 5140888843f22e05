import Rooms
import Wire

/// Which text a command is about: the one with an id or, for clients that show no ids, the last
/// that somebody wrote.
enum MeantText: Equatable {
    case id(MessageID)
    /// Of whoever bears this nickname, or wrote under it.
    case last(by: [UInt8])

    /// A nickname never begins with a digit, and an id does for some thousand years.
    init(_ word: ArraySlice<UInt8>) {
        if let first = word.first, 0x30...0x39 ~= first, let bits = Base32.parse(word) {
            self = .id(MessageID(bits: bits))
        } else {
            self = .last(by: Array(word))
        }
    }

    /// The texts among which it is looked for, with those around it.
    var around: LineRequest.Selection {
        switch self {
        case .id(let id): .around(.message(id))
        case .last: .latest(after: nil)
        }
    }

    /// The same where nothing around it is needed.
    var alone: LineRequest.Selection {
        if case .id(let id) = self { .only(id) } else { .latest(after: nil) }
    }

    /// How many texts are looked at.
    func limit(_ usual: Int) -> Int {
        if case .id = self { usual } else { Limit.textsLookedAt }
    }
}

extension House {
    /// Whether this is the text, or one of those of which the last is it.
    ///
    /// - Parameter name: what it was signed with, `nick` or `nick!user`.
    func isMeant(_ meant: MeantText, _ saying: Saying, signed name: [UInt8]) -> Bool {
        switch meant {
        case .id(let id): return saying.id == id
        case .last(let nick):
            // What has no words nobody sees as a text.
            if saying.manner == .tags { return false }
            let key = key(nick[...])
            if people.person(nicked: key)?.id == saying.by { return true }
            return self.key(name.prefix { $0 != UInt8(ascii: "!") }) == key
        }
    }
}
