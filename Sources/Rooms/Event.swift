/// A fact in the log: ids, numbers and enums. What was typed stands apart, as the fact's words.
///
/// Cases are only ever added; each has a number for ever (`kind`) and golden bytes in its tests.
public enum Event: Equatable, Sendable {
    /// The server came up; whoever was connected before is not.
    case restarted

    /// Words: the account's name.
    case accountMade(AccountID, name: NameKey, skeleton: NameKey, Roles)
    case rolesSet(AccountID, Roles)
    /// Words: the password's verifier.
    case passwordSet(AccountID)

    /// Words: what SCRAM-SHA-256 needs of the same password.
    case scramSet(AccountID)
    /// Words: the fingerprint of the device's certificate; the key is a keyed hash of it.
    case deviceBound(AccountID, NameKey)
    case deviceDropped(AccountID, NameKey)
    case preference(PreferenceEvent)

    /// Words: the room's name.
    case roomMade(RoomID, Room.Kind, name: NameKey, RoomModes, by: PersonID)
    /// The last has left a channel of the `open` policy.
    case roomClosed(RoomID)
    /// Words: the title.
    case titled(RoomID, by: PersonID)
    case enrolled(RoomID, AccountID, Prefixes, by: PersonID)
    case unenrolled(RoomID, AccountID, by: PersonID)
    case caseOpened(RoomID, parent: AccountID, worker: AccountID, by: PersonID)
    /// Words: the room's new name.
    case renamed(RoomID, name: NameKey, by: PersonID)

    /// Words: the reason of a handover that is not taken, where one was given.
    case casework(RoomID, CaseEvent)

    /// Words: as the event says, or none.
    case meeting(RoomID, MeetingEvent)
    /// Words as its cases say.
    case circle(RoomID, CircleEvent)

    /// Somebody looked into the audit of a room, or of an account where there is one.
    case audited(RoomID, AccountID?, by: PersonID)

    /// Words: the name of then, and the real name where it is shown.
    case entered(RoomID, PersonID, Prefixes)
    /// Words: the name of then, then the reason where one was given.
    case left(RoomID, PersonID, Departure)
    /// Words: the name of who did it, then the nickname of whom, then the reason where one was
    /// given; none where the list was changed.
    case removed(RoomID, PersonID, by: PersonID)
    case invited(RoomID, PersonID, by: PersonID)
    /// Somebody in the room, or invited there, turned out to be an account; their place stays.
    case identified(RoomID, PersonID, AccountID)

    /// Words: who set it, then the topic (`Words.pack`); an empty topic is none.
    case topicSet(RoomID, by: PersonID)
    /// Words, here as in the other changes of modes: the name of who made it, then the change as
    /// MODE writes it.
    case modesSet(RoomID, on: RoomModes, off: RoomModes, by: PersonID)
    /// 0 lifts the limit.
    case limitSet(RoomID, UInt32, by: PersonID)
    /// Words: the key.
    case keySet(RoomID, by: PersonID)
    case keyLifted(RoomID, by: PersonID)
    case prefixesSet(RoomID, PersonID, Prefixes, by: PersonID)
    /// Words: who added it, then the mask (`Words.pack`).
    case maskAdded(RoomID, MaskList, by: PersonID)
    /// The mask whose words stand at this position.
    case maskRemoved(RoomID, Position, by: PersonID)

    /// The setting's value; what it means is the setting's.
    case roomSet(RoomID, RoomSetting, UInt32, by: PersonID)
    /// Somebody in the room took another nickname. Words: the name of before, then the new
    /// nickname.
    case nickChanged(RoomID, PersonID)

    /// Words: the text; before it the signature when `signed` and the tags when `tagged`, then
    /// packed (`Words.pack`).
    case said(RoomID, Saying)
    /// Words: as `said`.
    case whispered(to: PersonID, Saying)
    /// To somebody alone who shares the room's open session of this number. Words: as `said`.
    case confided(RoomID, session: UInt32, to: PersonID, Saying)
    /// The words of the text at this position are taken back; no room where they were private.
    /// Words: the reason, where one was given.
    case redacted(RoomID, Position, by: PersonID)

    /// One-time codes.
    case invitation(InvitationEvent)
    /// Tokens, and passwords renewed by a code.
    case access(AccessEvent)
    /// What happens to words once they are written. No words.
    case keeping(KeepingEvent)
}

/// How somebody went out of a room.
public enum Departure: UInt8, Equatable, Sendable {
    /// PART.
    case parted = 1
    /// QUIT, or the last connection was closed because of whom it belongs to.
    case quit = 2
    /// The connection was lost.
    case cutOff = 3
    /// What they were here for is over.
    case sentHome = 4
}

/// Who said something, how, and what it is called.
public struct Saying: Equatable, Sendable {
    /// The commands that carry words.
    public enum Manner: UInt8, Equatable, Sendable {
        case message = 1
        case notice = 2
        /// Tags without words (TAGMSG) that are to stay.
        case tags = 3
    }

    /// Whose words they are, also where staff have let them through.
    public var by: PersonID
    /// What it is called on the wire; a held text gets another when it is said.
    public var id: MessageID
    /// The command that it came by.
    public var manner: Manner
    /// Only those with at least one of these hear it (STATUSMSG); empty: all.
    public var above: Prefixes
    /// Whether client-only tags stand before the text.
    public var tagged: Bool
    /// Whether the words begin with the name that the sender had, where the account does not tell.
    public var signed: Bool
    /// A keyed hash of the token that its client gave it and of whom it is for.
    public var token: UInt64?

    /// Something that is said. Its token, which not every client gives, is set afterwards.
    public init(
        by: PersonID, id: MessageID, manner: Manner, above: Prefixes = [], tagged: Bool = false,
        signed: Bool = false
    ) {
        self.by = by
        self.id = id
        self.manner = manner
        self.above = above
        self.tagged = tagged
        self.signed = signed
    }
}

/// An event with what was typed for it.
public struct Fact: Equatable, Sendable {
    /// What happened, as the log is to say it.
    public var event: Event
    /// What was typed, in the form that the event's case names; nil where it has no words.
    public var words: [UInt8]?
    /// Whose words they are, where the event alone does not tell.
    public var owner: AccountID?

    /// Something to be written down; nothing has changed by it yet.
    ///
    /// - Parameter owner: nil where the event itself tells whose the words are (`ownerOfWords`).
    public init(_ event: Event, words: [UInt8]? = nil, owner: AccountID? = nil) {
        self.event = event
        self.words = words
        self.owner = owner
    }
}

extension Event {
    /// The room that the event belongs to, or `.none`.
    public var room: RoomID {
        switch self {
        case .restarted, .accountMade, .rolesSet, .passwordSet, .scramSet, .deviceBound,
            .deviceDropped, .preference, .whispered, .invitation,
            .access:
            .none
        case .keeping(let event): event.room
        case .roomMade(let room, _, _, _, _), .roomClosed(let room), .titled(let room, _),
            .enrolled(let room, _, _, _), .unenrolled(let room, _, _),
            .caseOpened(let room, _, _, _), .entered(let room, _, _), .left(let room, _, _),
            .removed(let room, _, _), .invited(let room, _, _), .topicSet(let room, _),
            .modesSet(let room, _, _, _), .limitSet(let room, _, _), .keySet(let room, _),
            .keyLifted(let room, _), .prefixesSet(let room, _, _, _), .maskAdded(let room, _, _),
            .maskRemoved(let room, _, _), .said(let room, _), .roomSet(let room, _, _, _),
            .nickChanged(let room, _), .identified(let room, _, _), .renamed(let room, _, _),
            .redacted(let room, _, _), .casework(let room, _), .meeting(let room, _),
            .circle(let room, _),
            .audited(let room, _, _), .confided(let room, _, _, _):
            room
        }
    }

    /// Whether it changes who may do what in its room, and so its policy version.
    var changesPolicy: Bool {
        switch self {
        case .said, .whispered, .confided, .redacted, .nickChanged, .titled, .renamed, .topicSet,
            .restarted,
            .accountMade, .rolesSet, .passwordSet, .scramSet, .deviceBound, .deviceDropped,
            .audited, .preference, .invitation, .access, .circle, .keeping:
            false
        case .meeting(_, let event): event.changesPolicy
        default: true
        }
    }
}

/// Several texts in one event's words: each with its length before it, two bytes, big-endian.
public enum Words {
    /// - Precondition: each text is shorter than 65,536 bytes; the wire allows no longer ones.
    public static func pack(_ texts: [UInt8]...) -> [UInt8] { pack(texts) }

    /// The same for any number of texts.
    public static func pack(_ texts: [[UInt8]]) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(texts.reduce(0) { $0 + 2 + $1.count })
        for text in texts { pack(text[...], to: &packed) }
        return packed
    }

    /// Adds one text.
    public static func pack(_ text: ArraySlice<UInt8>, to packed: inout [UInt8]) {
        packed.append(UInt8(truncatingIfNeeded: text.count >> 8))
        packed.append(UInt8(truncatingIfNeeded: text.count))
        packed += text
    }

    /// The texts, as far as they are whole.
    public static func unpack(_ packed: [UInt8]) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        var at = 0
        while at + 2 <= packed.count {
            let length = Int(packed[at]) << 8 | Int(packed[at + 1])
            guard at + 2 + length <= packed.count else { break }
            texts.append(Array(packed[at + 2..<at + 2 + length]))
            at += 2 + length
        }
        return texts
    }
}
