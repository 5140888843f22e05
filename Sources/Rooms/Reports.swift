/// What people have reported, and what was taken back soon after it was said: for those whose work
/// it is to look into it.
public struct Report: Equatable, Sendable {
    /// What it is about.
    public enum Matter: UInt8, CaseIterable, Sendable {
        case worry = 1
        case harm = 2
        case identity = 3
        case spam = 4
        /// Nobody reported it: it was taken back within a day, or after it was reported.
        case redacted = 5
    }

    /// Who looks into it.
    public enum Level: UInt8, Sendable {
        /// The staff of the room, and the lead.
        case staff = 1
        /// The lead alone: it is about staff.
        case lead = 2
        /// An administrator: it is about a lead.
        case administrator = 3
    }

    /// From 1.
    public let number: UInt32
    /// Where the text was said, a worker channel or a side room too.
    public let room: RoomID
    /// Where the text stood.
    public let textAt: Position
    /// Whose text it is; they never read the report. `AccountID.gone` once they are erased.
    public internal(set) var author: PersonID
    /// Who reported it, or took it back; the same once they are erased.
    public internal(set) var by: PersonID
    /// What is wrong with the text, as whoever reported it says, or that it was taken back.
    public let matter: Matter
    /// Who looks into it; settled when the report is made, by the roles of then.
    public let level: Level
    /// When it was reported or taken back, which is not when it was said.
    public let time: Moment
    /// Where the copy of the text, and what was written beside it, stand.
    public let at: Position
}

/// The reports that are open, the oldest first.
public struct Reports: Equatable, Sendable {
    /// By number; at most `Limit.reports`, and as many copies as `Limit.copies`.
    public internal(set) var open: [Report] = []
    var last: UInt32 = 0

    /// The report with this number.
    public subscript(number: UInt32) -> Report? { open.first { $0.number == number } }

    mutating func add(_ report: Report) {
        last = max(last, report.number)
        open.append(report)
    }
}

extension Centre {
    /// A report of what somebody has said, which the caller has found and who asks may read.
    ///
    /// - Parameter words: the copy that is kept, and what was written beside it.
    public func report(
        _ event: Event, at position: Position, as matter: Report.Matter, words: [UInt8],
        by actor: Actor
    ) throws(Refusal) -> Fact {
        guard let (id, saying) = event.sayingInRoom else { throw .noSuchRoom }
        let own = reports.open.filter { $0.by == actor.person && $0.matter != .redacted }
        if matter != .redacted {
            guard !own.contains(where: { $0.textAt == position }) else { throw .alreadyThere }
            guard own.count < Limit.reportsEach else {
                throw .tooMany(limit: Limit.reportsEach)
            }
        }
        let meant = reports.open.count { $0.matter != .redacted }
        guard matter == .redacted || meant < Limit.reports else {
            throw .tooMany(limit: Limit.reports)
        }
        let level = level(of: saying.by, matter, by: actor.person)
        return Fact(
            .circle(
                id,
                .reported(
                    number: reports.last &+ 1, textAt: position, author: saying.by,
                    by: actor.person, matter, level)),
            words: words, owner: AccountID(0))
    }

    /// Whether a text that is taken back leaves a copy: it was said within a day. What a family
    /// itself takes back in its worker channel, or of what it confided, leaves none: nobody else
    /// was to read it.
    public func keepsCopy(
        _ event: Event, at position: Position, by person: PersonID, at now: Moment
    ) -> Bool {
        guard policy == .support, let (room, saying) = event.sayingInRoom else { return false }
        if case .confided = event, !roles(of: saying.by).isStaff {
            return false
        }
        let isFamily = person.account.map { cases[room]?.family.contains($0) == true } ?? false
        if isFamily, person == saying.by { return false }
        let isNew = now <= saying.id.time.advanced(seconds: Limit.copySeconds)
        let isKept = reports.open.contains { $0.textAt == position }
        return isNew && !isKept
    }

    /// The copy that goes so that one more of this author's can be kept; nil: there is room.
    public func displacedCopy(by author: PersonID) -> Report? {
        let copies = reports.open.filter { $0.matter == .redacted }
        let own = copies.filter { $0.author == author }
        if own.count >= Limit.copiesEach { return own.first }
        return copies.count >= Limit.copies ? copies.first : nil
    }

    /// The server lets a copy go: nobody has looked into it, and there are too many.
    public func drop(copy report: Report) -> Fact {
        Fact(
            .circle(
                report.room,
                .reportClosed(
                    number: report.number, copyAt: report.at, author: report.author,
                    by: Actor.machine.person)))
    }

    /// Somebody reads a report: that is in the audit.
    public func readReport(_ report: Report, by actor: Actor) -> Fact {
        Fact(
            .circle(
                report.room,
                .reportRead(number: report.number, author: report.author, by: actor.person)))
    }

    /// It has been looked into: the copy goes.
    public func closeReport(_ number: UInt32, by actor: Actor) throws(Refusal) -> Fact {
        guard let report = reports[number], mayRead(report, actor) else {
            throw .circle(.noReport)
        }
        return Fact(
            .circle(
                report.room,
                .reportClosed(
                    number: number, copyAt: report.at, author: report.author, by: actor.person)))
    }

    /// Whether somebody looks into a report. Whoever it is about never does.
    public func mayRead(_ report: Report, _ actor: Actor) -> Bool {
        guard actor.person != report.author else { return false }
        let leads = actor.roles.contains(.lead)
        switch report.level {
        case .staff: return leads || runsGroup(actor, report.room)
        case .lead:
            let others = accounts.contains {
                $0.roles.contains(.lead) && PersonID($0.id) != report.author
            }
            return leads || !others && actor.roles.contains(.administrator)
        case .administrator: return actor.roles.contains(.administrator)
        }
    }

    private func runsGroup(_ actor: Actor, _ id: RoomID) -> Bool {
        guard let room = rooms[home(ofSide: id) ?? id], !isKeptOut(actor.person, of: room) else {
            return false
        }
        // A copy has what stood beside the text, too: who reads only from their own time on does
        // not read it, and the lead does.
        if let own = cases[id] {
            return actor.person == PersonID(own.worker) && own.reads(own.worker) == .start
        }
        let listed = actor.person.account.flatMap { room.enrolment(of: $0)?.prefixes } ?? []
        return listed.moderates || room.member(actor.person)?.prefixes.moderates == true
    }

    private func level(
        of author: PersonID, _ matter: Report.Matter, by person: PersonID
    ) -> Report.Level {
        // In the `open` policy there is nobody but those who moderate.
        guard policy == .support else { return .staff }
        let meant = roles(of: author)
        if meant.contains(.lead) { return .administrator }
        // What was taken back is for the lead, unless the lead took it back.
        if matter == .redacted { return roles(of: person).contains(.lead) ? .administrator : .lead }
        return meant.isStaff ? .lead : .staff
    }

    private mutating func close(report number: UInt32) {
        guard let report = reports[number] else { return }
        reports.open.removeAll { $0.number == number }
        let stays = reports.frozen(in: report.room).contains(report.textAt)
        if !stays, report.matter != .redacted {
            keeping.release(report.textAt, of: report.room)
        }
    }

    mutating func apply(report event: CircleEvent, in id: RoomID) {
        switch event {
        case .reported(let number, let textAt, let author, let by, let matter, let level):
            reports.add(
                Report(
                    number: number, room: id, textAt: textAt, author: author, by: by,
                    matter: matter, level: level, time: time, at: position))
        case .reportClosed(let number, _, _, _): close(report: number)
        default: break
        }
    }
}

extension Reports {
    /// The texts that somebody has reported, ascending: they stay whatever their age, and only
    /// they. What was taken back is gone, and only its copy stays.
    func frozen(in room: RoomID) -> [Position] {
        let meant = open.filter { $0.room == room && $0.matter != .redacted }
        return Set(meant.map(\.textAt)).sorted()
    }

    func write(to out: inout ByteWriter) {
        out.put(last)
        out.list(open) {
            $0.put($1.number)
            $0.put($1.room)
            $0.put($1.textAt)
            $0.put($1.author)
            $0.put($1.by)
            $0.put($1.matter.rawValue)
            $0.put($1.level.rawValue)
            $0.put($1.time)
            $0.put($1.at)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        last = try from.take(UInt32.self)
        open = try from.list { from throws(CodingError) in
            Report(
                number: try from.take(UInt32.self), room: try from.room(),
                textAt: try from.position(), author: try from.person(), by: try from.person(),
                matter: try from.choice(Report.Matter.self),
                level: try from.choice(Report.Level.self), time: try from.moment(),
                at: try from.position())
        }
    }
}
