/// What staff may set of a room (ROOM SET), each with a number for ever.
public enum RoomSetting: UInt8, CaseIterable, Sendable {
    /// Who may read again what was said: a `HistoryRule`.
    case history = 1
    /// For how many seconds words are kept.
    case keep = 2
    /// Whether the room is open between its sessions: a `Between`.
    case between = 10
    /// How many come in besides staff; 0: as many as come.
    case seats = 11
    /// For how many seconds before a session staff see who waits.
    case lobby = 12
    /// For how many seconds after it began those who come late come in by themselves.
    case late = 13
    /// For how many seconds the place of who is cut off is kept.
    case grace = 14
    /// The number of the account that is called when nobody of the staff is there; 0: nobody.
    case standIn = 15
    /// Whether those in the room see each other: a `PresenceRule`.
    case presence = 16
    /// Who may write at any time: a `SpeakingRule`.
    case speak = 20
    /// How many seconds a turn lasts; 0: as long as it takes.
    case turn = 21
    /// How many seconds lie between two texts of one person; 0: none.
    case slow = 22
    /// Whether every text waits for staff: 1.
    case hold = 23
    /// For what else texts wait: `Screens`.
    case screen = 24
}

extension RoomSetting {
    /// Whether it is about sessions and the door.
    public var isOfSessions: Bool { rawValue >= RoomSetting.between.rawValue && rawValue < 20 }
}

/// What a room is between its sessions.
public enum Between: UInt32, Sendable {
    case open = 1
    /// Whoever comes waits in the lobby.
    case closed = 2
}

/// Who may read again what was said in a room. A higher number is stricter.
public enum HistoryRule: UInt8, Comparable, Sendable {
    /// Whoever is on the room's list, from when they were put on it.
    case all = 1
    /// Who was there, from coming in to going out.
    case attended = 2
    /// Nobody.
    case none = 3

    /// Whether the left is the less strict.
    public static func < (left: HistoryRule, right: HistoryRule) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Who may write in a room at any time.
public enum SpeakingRule: UInt8, Sendable {
    /// Everyone in it.
    case open = 1
    /// Staff, and whoever has the floor.
    case turns = 2
}

/// What has been set of a room.
public struct RoomSettings: Equatable, Sendable {
    /// A stretch of the log under one rule; it ends where the next begins.
    public struct Era: Equatable, Sendable {
        /// The position of the change.
        public var from: Position
        /// What was in force from there on.
        public var rule: HistoryRule
    }

    /// Only what has been set, by its number; the rest is as it comes.
    private var values: [RoomSetting: UInt32] = [:]
    /// The rules of history and since when each was in force; ascending, the first from the start.
    public private(set) var eras: [Era]

    /// - Parameter history: the rule from the beginning.
    init(history: HistoryRule) {
        eras = [Era(from: .start, rule: history)]
    }

    /// The rule that is in force.
    public var history: HistoryRule { eras.last?.rule ?? .none }

    /// For how many seconds words are kept; nil where the room says nothing of its own.
    public var keepSeconds: UInt32? { values[.keep] }

    /// Whether people speak in turns.
    public var hasTurns: Bool {
        values[.speak] == UInt32(SpeakingRule.turns.rawValue)
    }

    /// How long a turn lasts; nil: as long as it takes.
    public var turnSeconds: Int64? {
        values[.turn].flatMap { $0 == 0 ? nil : Int64($0) }
    }

    /// How long somebody waits between two texts; nil: not at all.
    public var slowSeconds: Int64? {
        values[.slow].flatMap { $0 == 0 ? nil : Int64($0) }
    }

    /// Whether every text waits for staff.
    public var holdsAll: Bool { values[.hold] == 1 }

    /// For what else texts wait.
    public var screens: Screens { Screens(rawValue: values[.screen] ?? 0) }

    /// What a setting has been set to; nil where it is as it comes.
    public subscript(setting: RoomSetting) -> UInt32? { values[setting] }

    mutating func set(_ setting: RoomSetting, to value: UInt32, at position: Position) {
        values[setting] = value
        guard setting == .history else { return }
        let rule = UInt8(exactly: value).flatMap { HistoryRule(rawValue: $0) } ?? .none
        if rule == history { return }
        eras.append(Era(from: position, rule: rule))
        guard eras.count > Limit.eras else { return }
        // What was said so many changes ago nobody reads any more.
        eras.remove(at: 1)
        eras[0].rule = .none
    }
}

extension Centre {
    /// Changes a room's settings.
    ///
    /// - Throws: `notAllowed(.shape)`, or `noSuchRoom` for who may not know of it.
    public func set(
        _ settings: [(RoomSetting, UInt32)], of id: RoomID, by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let room = try shapeable(id, actor)
        return settings.compactMap { setting, value in
            room.settings[setting] == value
                ? nil : Fact(.roomSet(id, setting, value, by: actor.person))
        }
    }

    /// The room, for those who may change its settings; for others it does not exist, or is not
    /// theirs to change.
    public func shapeable(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        guard let room = rooms[id] else { throw .noSuchRoom }
        guard may(actor, .shape, in: room) else {
            throw may(actor, .seeRoom, in: room) ? .notAllowed(.shape) : .noSuchRoom
        }
        return room
    }
}

extension RoomSettings {
    func write(to out: inout ByteWriter) {
        out.list(values.keys.sorted { $0.rawValue < $1.rawValue }) {
            $0.put($1.rawValue)
            $0.put(values[$1] ?? 0)
        }
        out.list(eras) {
            $0.put($1.from)
            $0.put($1.rule.rawValue)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        let set = try from.list { from throws(CodingError) in
            (try from.choice(RoomSetting.self), try from.take(UInt32.self))
        }
        values = Dictionary(set) { $1 }
        eras = try from.list { from throws(CodingError) in
            Era(from: try from.position(), rule: try from.choice(HistoryRule.self))
        }
    }
}
