/// What an account is in its centre. Staff may hold several roles.
public struct Roles: OptionSet, Hashable, Sendable {
    /// One bit a role, as the log has it: each means the same for ever.
    public let rawValue: UInt8

    /// From the log's bits; those that are no role's are kept and mean nothing.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Joins groups, and has a worker channel.
    public static let parent = Roles(rawValue: 1 << 0)
    /// Runs groups' rooms.
    public static let facilitator = Roles(rawValue: 1 << 1)
    /// Owns worker channels.
    public static let worker = Roles(rawValue: 1 << 2)
    /// Looks after the others of the staff.
    public static let lead = Roles(rawValue: 1 << 3)
    /// Makes accounts and rooms, and hears reports of the lead.
    public static let administrator = Roles(rawValue: 1 << 4)

    /// Every role that is not a parent's.
    public static let staff: Roles = [.facilitator, .worker, .lead, .administrator]

    /// Each role alone, in the order in which they are listed.
    public static let each: [(role: Roles, name: String)] = [
        (.parent, "parent"), (.facilitator, "facilitator"), (.worker, "worker"),
        (.lead, "lead"), (.administrator, "administrator"),
    ]

    /// Whether any of these is a role of the staff.
    public var isStaff: Bool { !isDisjoint(with: .staff) }
}

/// What a person may do in a room, as IRC shows it: `@`, `%`, `+`.
public struct Prefixes: OptionSet, Hashable, Sendable {
    /// One bit a sign, as the log has it; a higher sign is a higher bit (`reaches`).
    public let rawValue: UInt8

    /// From the log's bits, whatever they are.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `+`: has the floor.
    public static let voice = Prefixes(rawValue: 1 << 0)
    /// `%`: co-facilitator.
    public static let halfOperator = Prefixes(rawValue: 1 << 1)
    /// `@`: facilitator.
    public static let operator_ = Prefixes(rawValue: 1 << 2)

    /// Whether this is at least as high as the lowest of `other`.
    public func reaches(_ other: Prefixes) -> Bool {
        rawValue >= other.rawValue & (~other.rawValue &+ 1)
    }

    /// Whether these moderate the room.
    public var moderates: Bool { !isDisjoint(with: [.halfOperator, .operator_]) }
}

/// A channel's modes that carry no parameter.
public struct RoomModes: OptionSet, Hashable, Sendable {
    /// One bit a mode, as the log has it: each means the same for ever.
    public let rawValue: UInt16

    /// From the log's bits; those that are no mode's are kept and mean nothing.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// `i`: only the invited come in.
    public static let inviteOnly = RoomModes(rawValue: 1 << 0)
    /// `m`: only `+`, `%` and `@` speak.
    public static let moderated = RoomModes(rawValue: 1 << 1)
    /// `n`: nobody speaks from outside.
    public static let noExternal = RoomModes(rawValue: 1 << 2)
    /// `s`: not shown to those outside.
    public static let secret = RoomModes(rawValue: 1 << 3)
    /// `t`: only `%` and `@` change the topic.
    public static let topicLocked = RoomModes(rawValue: 1 << 4)
    /// `C`: no CTCP but ACTION.
    public static let noCTCP = RoomModes(rawValue: 1 << 5)
}

/// Which of a room's mask lists.
public enum MaskList: UInt8, Hashable, Sendable {
    /// `b`: may not come in or speak.
    case bans = 1
    /// `e`: comes in and speaks in spite of a ban.
    case exceptions = 2
    /// `I`: comes in without an invitation.
    case invitations = 3
}

/// Whose rules a centre follows.
public enum Policy: UInt8, Hashable, Sendable {
    /// Sign-in required, rooms made by staff, parents see only what is meant for them.
    case support = 0
    /// Classic IRC: anyone comes, JOIN makes a channel.
    case open = 1
}
