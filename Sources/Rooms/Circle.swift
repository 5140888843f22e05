/// How the group of a room is run now: who has the floor, who asks for it, the round, the phase.
public struct Circle: Equatable, Sendable {
    /// Somebody who asks for the floor.
    public struct Hand: Equatable, Sendable {
        /// Who asks; a guest's number becomes the account's when they sign in.
        public internal(set) var person: PersonID
        /// Where the words stand that staff alone read beside it; nil where there are none.
        public let commentAt: Position?
    }

    /// Whoever may speak now.
    public struct Floor: Equatable, Sendable {
        /// Who has it; a guest's number becomes the account's when they sign in.
        public internal(set) var person: PersonID
        /// When the turn began.
        public let since: Moment
        /// When the turn is over; nil: when they say so, or staff.
        public internal(set) var ends: Moment?
        /// Whether they know that the turn is over soon.
        public internal(set) var isWarned = false
        /// How often the end was put off because a long text was on its way.
        public internal(set) var overtimes: UInt8 = 0
        /// Since when they are not here; nil while they are.
        public internal(set) var awaySince: Moment?
    }

    /// The floor on its way to everyone, once.
    public struct Round: Equatable, Sendable {
        /// Where the words of the question stand.
        public let questionAt: Position
        /// Whoever was here when it began, in the order in which they are asked.
        public internal(set) var roster: [PersonID]
        /// Who has had the floor in it, or passed.
        public internal(set) var heard: [PersonID] = []
    }

    /// A part of the evening that has a name and an end.
    public struct Phase: Equatable, Sendable {
        /// Where the words of its name stand.
        public let nameAt: Position
        /// When it began.
        public let begun: Moment
        /// When it ends by itself, at most `Limit.phaseSeconds` after it began.
        public let ends: Moment
        /// How many minutes before the end staff were last told of it; 255: not yet.
        public internal(set) var told = Self.untold

        static let untold: UInt8 = 255
    }

    /// In the order in which they were raised.
    public internal(set) var hands: [Hand] = []
    /// Who has the floor; nil where nobody has, and where people do not speak in turns.
    public internal(set) var floor: Floor?
    /// The round that is held now, or nil.
    public internal(set) var round: Round?
    /// The part of the evening that is going on, or nil where none was named or its time is over.
    public internal(set) var phase: Phase?
    /// Who may not write, or not come.
    public internal(set) var restraints = Restraints()
    /// Which texts wait.
    public internal(set) var holding = Holding()
    /// Who is in a side room.
    public internal(set) var asides = Asides()

    /// Whether there is nothing to remember.
    var isEmpty: Bool { self == Circle() }

    /// Whether something of it may happen by itself.
    var ticks: Bool {
        phase != nil || round != nil || floor?.ends != nil || floor?.awaySince != nil
            || restraints.ticks
    }

    /// Where the words of all this stand.
    var naming: [Position] {
        hands.compactMap(\.commentAt) + [round?.questionAt, phase?.nameAt].compactMap(\.self)
            + restraints.naming + holding.naming
    }

    /// Which number somebody has among the raised hands, from 1.
    public func place(of person: PersonID) -> Int? {
        hands.firstIndex { $0.person == person }.map { $0 + 1 }
    }
}

extension Circle {
    mutating func apply(_ event: CircleEvent, position: Position, time: Moment) {
        switch event {
        case .handRaised(let person, let hasComment):
            hands.removeAll { $0.person == person }
            hands.append(Hand(person: person, commentAt: hasComment ? position : nil))
        case .handLowered(let person, _): hands.removeAll { $0.person == person }
        case .floorGiven(let person, let ends, _):
            hands.removeAll { $0.person == person }
            floor = Floor(person: person, since: time, ends: ends)
        case .floorEnded(let person, let how, _): endFloor(of: person, how)
        case .floorWarned: floor?.isWarned = true
        case .floorTimed(let ends, let isOvertime, _):
            floor?.ends = ends
            floor?.isWarned = isOvertime
            if isOvertime { floor?.overtimes &+= 1 }
        case .roundBegun(let roster, _): round = Round(questionAt: position, roster: roster)
        case .roundEnded: round = nil
        case .phaseBegun(let ends, _):
            phase = Phase(nameAt: position, begun: time, ends: ends)
        case .phaseTold(let minutes): phase?.told = minutes
        case .phaseEnded: phase = nil
        default:
            restraints.apply(event, position: position)
            holding.apply(event, position: position, time: time)
            asides.apply(event)
        }
    }

    private mutating func endFloor(of person: PersonID, _ how: FloorEnd) {
        if floor?.person == person { floor = nil }
        guard round != nil else {
            // Whoever was taken aside in their turn is the next when they are back.
            if how == .aside { hands.insert(Hand(person: person, commentAt: nil), at: 0) }
            return
        }
        round?.heard.removeAll { $0 == person }
        // Whoever was cut off is asked again; of the others nobody is asked twice.
        if how == .away || how == .aside {
            round?.roster.removeAll { $0 == person }
            round?.roster.append(person)
        } else {
            round?.heard.append(person)
        }
    }

    /// Nobody speaks in turns any more.
    mutating func endTurns() {
        hands = []
        floor = nil
        round = nil
    }

    /// The session is closed.
    mutating func endMeeting() {
        endTurns()
        phase = nil
    }

    /// Whoever goes of their own will, or is taken out, gives up what they asked for; whoever was
    /// cut off keeps it, and a guest cannot come back as who they were.
    mutating func note(leaving person: PersonID, _ how: Departure?, at time: Moment) {
        let comesBack = person.account != nil && how == .cutOff
        if floor?.person == person {
            // Their place may be kept for a while before they are seen to go.
            let since = floor?.awaySince ?? time
            if comesBack { floor?.awaySince = since } else { floor = nil }
        }
        if !comesBack {
            hands.removeAll { $0.person == person }
            // A round does not wait for them; should they come again, they are asked at its end.
            round?.roster.removeAll { $0 == person }
        }
    }

    mutating func note(entering person: PersonID) {
        if floor?.person == person { floor?.awaySince = nil }
    }

    /// A guest turned out to be an account.
    mutating func identify(_ person: PersonID, as known: PersonID) {
        func renamed(_ people: [PersonID]) -> [PersonID] {
            people.map { $0 == person ? known : $0 }
        }
        for index in hands.indices where hands[index].person == person {
            hands[index].person = known
        }
        if floor?.person == person { floor?.person = known }
        restraints.identify(person, as: known)
        holding.identify(person, as: known)
        if let round {
            self.round?.roster = renamed(round.roster)
            self.round?.heard = renamed(round.heard)
        }
    }
}

extension Circle {
    func write(to out: inout ByteWriter) {
        out.list(hands) {
            $0.put($1.person)
            $0.put($1.commentAt)
        }
        out.list(floor.map { [$0] } ?? []) {
            $0.put($1.person)
            $0.put($1.since)
            $0.put($1.ends)
            $0.put($1.isWarned)
            $0.put($1.overtimes)
            $0.put($1.awaySince)
        }
        out.list(round.map { [$0] } ?? []) {
            $0.put($1.questionAt)
            $0.list($1.roster) { $0.put($1) }
            $0.list($1.heard) { $0.put($1) }
        }
        out.list(phase.map { [$0] } ?? []) {
            $0.put($1.nameAt)
            $0.put($1.begun)
            $0.put($1.ends)
            $0.put($1.told)
        }
        restraints.write(to: &out)
        holding.write(to: &out)
        asides.write(to: &out)
    }

    init(from: inout ByteReader) throws(CodingError) {
        hands = try from.list { from throws(CodingError) in
            Hand(person: try from.person(), commentAt: try from.optionalPosition())
        }
        floor = try from.list { from throws(CodingError) in
            Floor(
                person: try from.person(), since: try from.moment(),
                ends: try from.optionalMoment(),
                isWarned: try from.flag(), overtimes: try from.take(UInt8.self),
                awaySince: try from.optionalMoment())
        }.first
        round = try from.list { from throws(CodingError) in
            Round(
                questionAt: try from.position(),
                roster: try from.list { from throws(CodingError) in try from.person() },
                heard: try from.list { from throws(CodingError) in try from.person() })
        }.first
        phase = try from.list { from throws(CodingError) in
            Phase(
                nameAt: try from.position(), begun: try from.moment(), ends: try from.moment(),
                told: try from.take(UInt8.self))
        }.first
        restraints = try Restraints(from: &from)
        holding = try Holding(from: &from)
        asides = try Asides(from: &from)
    }
}

extension ByteWriter {
    /// `0`, or `1` and the moment.
    mutating func put(_ moment: Moment?) {
        put(moment != nil)
        if let moment { put(moment) }
    }
}

extension ByteReader {
    mutating func optionalMoment() throws(CodingError) -> Moment? {
        try flag() ? try moment() : nil
    }
}
