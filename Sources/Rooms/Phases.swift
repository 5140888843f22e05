/// The parts of an evening.
extension Centre {
    /// Another part begins; it takes the place of the one before.
    public func beginPhase(
        _ name: [UInt8], in id: RoomID, for seconds: Int64, by actor: Actor, at now: Moment
    ) throws(Refusal) -> Fact {
        _ = try ledRoom(id, actor)
        guard seconds <= Limit.phaseSeconds else { throw .circle(.tooLong) }
        let ends = now.advanced(seconds: seconds)
        return Fact(.circle(id, .phaseBegun(ends: ends, by: actor.person)), words: name)
    }

    /// The part ends before its time.
    public func endPhase(in id: RoomID, by actor: Actor) throws(Refusal) -> Fact {
        let room = try ledRoom(id, actor)
        guard room.circle.phase != nil else { throw .circle(.noPhase) }
        return Fact(.circle(id, .phaseEnded(by: actor.person)))
    }

    /// The room, for whoever runs the group there.
    public func ledRoom(_ id: RoomID, _ actor: Actor) throws(Refusal) -> Room {
        let room = try roomOfMember(id, actor)
        guard may(actor, .giveFloor, in: room) else { throw .notAllowed(.giveFloor) }
        return room
    }
}

/// What happens by itself in a room where a group is run.
public enum CircleDue: Equatable, Sendable {
    /// Whoever has the floor is to know that the turn is over soon.
    case floorWarns
    case floorEnds
    /// Whoever has the floor has been gone for too long.
    case floorIsAway
    /// A round can go on: somebody is here who has not had the floor.
    case roundGoesOn
    /// Staff are to know that so many minutes of the phase are left.
    case phaseTells(minutes: UInt8)
    case phaseEnds
    case muteEnds(PersonID)
    case banEnds(AccountID)
}

extension Centre {
    /// The soonest moment at which something of this happens, in any room.
    var nextInCircles: Moment? {
        ticking.isEmpty
            ? nil : ticking.compactMap { timetable(of: $0, at: time).map(\.at).min() }.min()
    }

    func dueInCircles(at now: Moment) -> [Due] {
        ticking.sorted().flatMap { id in
            timetable(of: id, at: now).filter { $0.at <= now }.map { .circle(id, $0.what) }
        }
    }

    /// What is to come in a room, and when. Of what is late only the last counts.
    private func timetable(
        of id: RoomID, at now: Moment
    ) -> [(what: CircleDue, at: Moment)] {
        guard let room = rooms[id] else { return [] }
        var table: [(what: CircleDue, at: Moment)] = []
        if let floor = room.circle.floor {
            if let away = floor.awaySince {
                table.append((.floorIsAway, away.advanced(seconds: Limit.floorAwaySeconds)))
            }
            if let ends = floor.ends {
                let warns = ends.advanced(seconds: -Limit.turnWarningSeconds)
                // A turn that is shorter than that has nothing to be warned of.
                let warnsFirst = !floor.isWarned && now < ends && floor.since < warns
                table.append(warnsFirst ? (.floorWarns, warns) : (.floorEnds, ends))
            }
        } else if let step = roundStep(in: id), !step.rests {
            table.append((.roundGoesOn, time))
        }
        if let phase = room.circle.phase { table.append(step(of: phase, at: now)) }
        table += room.circle.restraints.mutes.map { (.muteEnds($0.person), $0.until) }
        table += room.circle.restraints.bans.compactMap { ban in
            ban.until.map { (.banEnds(ban.account), $0) }
        }
        return table
    }

    private func step(
        of phase: Circle.Phase, at now: Moment
    ) -> (what: CircleDue, at: Moment) {
        func mark(_ minutes: UInt8) -> Moment {
            phase.ends.advanced(seconds: -60 * Int64(minutes))
        }
        // A phase that is shorter than that has nothing to be told of then.
        let marks = Limit.phaseMinutes.filter { phase.told > $0 && phase.begun < mark($0) }
        guard let first = marks.first, now < phase.ends else { return (.phaseEnds, phase.ends) }
        let minutes = marks.last { mark($0) <= now } ?? first
        return (.phaseTells(minutes: minutes), mark(minutes))
    }

    /// Notes whether something may happen by itself in a room.
    mutating func noteTicking(_ id: RoomID) {
        guard let ticks = rooms.look(id, { $0.circle.ticks }) else { return }
        if ticks { ticking.insert(id) } else if !ticking.isEmpty { ticking.remove(id) }
    }
}

extension Centre {
    /// How the groups are run, at the end of a snapshot.
    func writeCircles(to out: inout ByteWriter) {
        let kept = rooms.values.filter { !$0.circle.isEmpty }.sorted { $0.id < $1.id }
        out.list(kept) {
            $0.put($1.id)
            $1.circle.write(to: &$0)
        }
    }

    static func readCircles(
        from: inout ByteReader
    ) throws(CodingError) -> [(RoomID, Circle)] {
        try from.list { from throws(CodingError) in
            (try from.room(), try Circle(from: &from))
        }
    }

    mutating func take(_ circles: [(RoomID, Circle)]) {
        for (id, circle) in circles { rooms[id]?.circle = circle }
        for room in rooms.values {
            rooms[room.id]?.noteGuard()
            noteTicking(room.id)
            noteSides(of: room.id)
        }
    }
}
