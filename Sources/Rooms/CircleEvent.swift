/// What happens in a room while a group is run there.
public enum CircleEvent: Equatable, Sendable {
    /// Words: what staff alone are to read beside it, where there is something.
    case handRaised(PersonID, hasComment: Bool)
    case handLowered(PersonID, by: PersonID)
    /// By nobody where a round brings it.
    case floorGiven(PersonID, ends: Moment?, by: PersonID?)
    /// By nobody where the time was over, or where they were gone.
    case floorEnded(PersonID, FloorEnd, by: PersonID?)
    /// Whoever has the floor knows that their turn is over soon.
    case floorWarned
    /// The turn ends later. Overtime: because a long text is on its way.
    case floorTimed(ends: Moment, isOvertime: Bool, by: PersonID?)
    /// Words: the question.
    case roundBegun([PersonID], by: PersonID)
    /// By nobody where everyone has had the floor.
    case roundEnded(by: PersonID?)
    /// Words: its name.
    case phaseBegun(ends: Moment, by: PersonID)
    /// Staff know that so many minutes are left.
    case phaseTold(minutes: UInt8)
    /// By nobody where its time was over.
    case phaseEnded(by: PersonID?)
    /// Only staff hear them. Words: the reason, where one was given.
    case muted(PersonID, until: Moment, hasReason: Bool, by: PersonID)
    /// By nobody where its time was over.
    case unmuted(PersonID, by: PersonID?)
    /// May not come; no end: until it is lifted. Words: the reason, where one was given.
    case banned(AccountID, until: Moment?, hasReason: Bool, by: PersonID)
    /// By nobody where its time was over.
    case unbanned(AccountID, by: PersonID?)
    /// Words: what was written beside it, then the text and those around it, as copies.
    case reported(
        number: UInt32, textAt: Position, author: PersonID, by: PersonID, Report.Matter,
        Report.Level)
    /// The words of the copy at this position go.
    case reportClosed(number: UInt32, copyAt: Position, author: PersonID, by: PersonID)
    /// A text waits for staff. Words: as `said`.
    case held(number: UInt32, Saying, Holding.Why)
    /// It waits no more, and its words at this position go. Words: the reason, where it is not
    /// said and one was given.
    case heldEnded(at: Position, released: Bool, by: PersonID)
    /// For which words texts are held. Words: all of them (`Words.pack`).
    case wordsSet(hasWords: Bool, by: PersonID)
    /// Somebody and one of the staff go to a side room.
    case asideBegun(PersonID, with: PersonID, RoomID, by: PersonID)
    case asideEnded(PersonID, by: PersonID)
    /// Somebody has read what was reported.
    case reportRead(number: UInt32, author: PersonID, by: PersonID)
    /// The room where the staff of its sessions talk.
    case backChannelMade(RoomID)
}

/// Why somebody has the floor no more.
public enum FloorEnd: UInt8, Equatable, Sendable {
    /// They had said what they wanted to say.
    case done = 1
    /// They did not want to speak.
    case passed = 2
    /// The turn was over.
    case timeOver = 3
    /// Staff took it back, or gave it to somebody else.
    case taken = 4
    /// They were cut off and did not come back in time.
    case away = 5
    /// Staff have taken them aside; they are asked again.
    case aside = 6
}

extension CircleEvent {
    static let kinds: ClosedRange<UInt16> = 100...119
    static let moreKinds: ClosedRange<UInt16> = 121...123
    static let backChannelKind: UInt16 = 125

    var kind: UInt16 {
        switch self {
        case .handRaised: 100
        case .handLowered: 101
        case .floorGiven: 102
        case .floorEnded: 103
        case .floorWarned: 104
        case .floorTimed: 105
        case .roundBegun: 106
        case .roundEnded: 107
        case .phaseBegun: 108
        case .phaseTold: 109
        case .phaseEnded: 110
        case .muted: 111
        case .unmuted: 112
        case .banned: 113
        case .unbanned: 114
        case .reported: 115
        case .reportClosed: 116
        case .held: 117
        case .heldEnded: 118
        case .wordsSet: 119
        case .asideBegun: 121
        case .asideEnded: 122
        case .reportRead: 123
        case .backChannelMade: Self.backChannelKind
        }
    }

    /// Whether its words are kept at hand.
    public var isNaming: Bool {
        switch self {
        case .handRaised, .roundBegun, .phaseBegun, .muted, .banned, .reported, .held,
            .wordsSet:
            true
        default: false
        }
    }

    /// The account that the words are by.
    var owner: AccountID {
        switch self {
        case .handRaised(let person, _): person.owner
        case .roundBegun(_, let by), .phaseBegun(_, let by), .muted(_, _, _, let by),
            .banned(_, _, _, let by):
            by.owner
        case .held(_, let saying, _): saying.by.owner
        case .heldEnded(_, _, let by): by.owner
        default: AccountID(0)
        }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .handRaised(let person, let hasComment):
            out.put(person)
            out.put(hasComment)
        case .handLowered(let person, let by):
            out.put(person)
            out.put(by)
        case .floorGiven(let person, let ends, let by):
            out.put(person)
            out.put(ends)
            out.put(by)
        case .floorEnded(let person, let how, let by):
            out.put(person)
            out.put(how.rawValue)
            out.put(by)
        case .floorTimed(let ends, let isOvertime, let by):
            out.put(ends)
            out.put(isOvertime)
            out.put(by)
        case .roundBegun(let roster, let by):
            out.list(roster) { $0.put($1) }
            out.put(by)
        case .phaseBegun(let ends, let by):
            out.put(ends)
            out.put(by)
        case .phaseTold(let minutes): out.put(minutes)
        case .backChannelMade(let room): out.put(room)
        case .roundEnded(let by), .phaseEnded(let by): out.put(by)
        case .floorWarned: break
        default: writeRestraint(to: &out)
        }
    }

    static func read(_ kind: UInt16, _ from: inout ByteReader) throws(CodingError) -> CircleEvent {
        switch kind {
        case 100: .handRaised(try from.person(), hasComment: try from.flag())
        case 101: .handLowered(try from.person(), by: try from.person())
        case 102:
            .floorGiven(
                try from.person(), ends: try from.optionalMoment(), by: try from.somebody())
        case 103:
            .floorEnded(
                try from.person(), try from.choice(FloorEnd.self), by: try from.somebody())
        case 104: .floorWarned
        case 105:
            .floorTimed(
                ends: try from.moment(), isOvertime: try from.flag(), by: try from.somebody())
        case 106:
            .roundBegun(
                try from.list { from throws(CodingError) in try from.person() },
                by: try from.person())
        case 107: .roundEnded(by: try from.somebody())
        case 108: .phaseBegun(ends: try from.moment(), by: try from.person())
        case 109: .phaseTold(minutes: try from.take(UInt8.self))
        case 110: .phaseEnded(by: try from.somebody())
        case backChannelKind: .backChannelMade(try from.room())
        default: try readRestraint(kind, &from)
        }
    }
}

extension ByteWriter {
    /// `0`, or `1` and the person.
    mutating func put(_ person: PersonID?) {
        put(person != nil)
        if let person { put(person) }
    }
}

extension ByteReader {
    mutating func somebody() throws(CodingError) -> PersonID? {
        try flag() ? try person() : nil
    }
}
