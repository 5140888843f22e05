/// One group's room, one worker channel, or (in the `open` policy) one channel: who belongs here
/// and what has been decided here.
///
/// Names, topics, masks and keys are not here: the room holds the log positions of their words.
public struct Room: Equatable, Sendable {
    /// What kind of place it is.
    public enum Kind: UInt8, Equatable, Sendable {
        /// A group's room, made by staff; it stays when everyone has left.
        case group = 1
        /// One parent's worker channel.
        case worker = 2
        /// A channel that the first JOIN made; it goes with the last who leaves.
        case channel = 3
    }

    /// Someone who is in the room.
    public struct Member: Equatable, Sendable {
        /// Who is there; whoever was cut off stays listed while their place is kept.
        public var person: PersonID
        /// The signs that they have now.
        public var prefixes: Prefixes
        /// Where in the log they came in: what they may read begins after it.
        public var since: Position
    }

    /// An account that may come.
    public struct Enrolment: Equatable, Sendable {
        /// Who may come; one enrolment each.
        public var account: AccountID
        /// What the account is given on coming in.
        public var prefixes: Prefixes
        /// Where in the log it was put on the list.
        public var since: Position
    }

    /// One line of a mask list; its mask is the words at `at`.
    public struct Mask: Equatable, Sendable {
        /// Which of the three lists it is on.
        public var list: MaskList
        /// Where the words stand: who added it, then the mask (`Words.pack`).
        public var at: Position
        /// When it was added.
        public var time: Moment
        /// Who added it; when their account is erased, the mask goes.
        public var by: PersonID
    }

    /// A topic; its text is the words at `at`.
    public struct Topic: Equatable, Sendable {
        /// Where the words stand: who set it, then the topic (`Words.pack`).
        public var at: Position
        /// When it was set.
        public var time: Moment
        /// Who set it; when their account is erased, the topic goes.
        public var by: PersonID
    }

    /// Its number, which no other room of the centre ever gets.
    public let id: RoomID
    /// What it was made as; it never becomes another kind.
    public let kind: Kind
    /// What it is found by: the keyed hash of its folded name, with `#` or `&`.
    public internal(set) var name: NameKey
    /// Where the words of its name stand.
    public internal(set) var nameAt: Position
    /// When it was made (329, RPL_CREATIONTIME).
    public let made: Moment

    /// The modes without a parameter that are on.
    public internal(set) var modes: RoomModes
    /// Where the words of its title stand; nil where it has none.
    public internal(set) var titleAt: Position?
    /// Nil before one is set; one that was taken away is an empty text.
    public internal(set) var topic: Topic?
    /// Where the words of its key stand; nil where none is needed.
    public internal(set) var keyAt: Position?
    /// At most so many members; 0: no such limit.
    public internal(set) var limit: UInt32 = 0
    /// Ordered by person.
    public internal(set) var members: [Member] = []
    /// Ordered by account.
    public internal(set) var enrolled: [Enrolment] = []
    /// In the order in which they were added.
    public internal(set) var masks: [Mask] = []
    /// In the order in which they were invited; gone once they have come in.
    public internal(set) var invited: [PersonID] = []
    /// The names that it had before, the latest last; only of groups' rooms.
    public internal(set) var formerly: [NameKey] = []
    /// In the order in which they ended.
    public internal(set) var stays: [Stay] = []
    /// Where the last stands that can be read again: words, or a movement.
    public internal(set) var saidAt = Position.start
    /// What staff have set of it.
    public internal(set) var settings: RoomSettings
    /// How its group is run now.
    public internal(set) var circle = Circle()
    /// Whom its parents see, where they do not see everyone.
    public internal(set) var auditorium = Auditorium()
    /// Whether words to it are looked at before they are said: of other rooms nothing is asked.
    public internal(set) var isGuarded = false
    /// Counts the changes to who may do what here: joins, removals, roles, modes.
    public internal(set) var policy: UInt32 = 0

    init(
        id: RoomID, kind: Kind, name: NameKey, nameAt: Position, made: Moment, modes: RoomModes
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.nameAt = nameAt
        self.made = made
        self.modes = modes
        settings = RoomSettings(history: kind == .group ? .attended : .all)
    }

    /// The member's place in `members`, or where it would be.
    func place(of person: PersonID) -> (index: Int, found: Bool) {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].person < person { low = middle + 1 } else { high = middle }
        }
        return (low, low < members.count && members[low].person == person)
    }

    /// The member, if this person is in the room now.
    public func member(_ person: PersonID) -> Member? {
        let (index, found) = place(of: person)
        return found ? members[index] : nil
    }

    /// The enrolment, if this account may come.
    public func enrolment(of account: AccountID) -> Enrolment? {
        enrolled.first { $0.account == account }
    }
}
