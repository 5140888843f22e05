extension Centre {
    /// Writes down what happened. Cannot refuse: an event in the log is a fact.
    ///
    /// An event that names what is not there (which only a damaged log could hold) changes nothing.
    public mutating func apply(_ event: Event, at now: Moment) {
        position = position.next
        let before = time
        time = max(time, now)
        let held = wordsHeld(before: event)
        if !auditoria.isEmpty { noteShown(before: event) }
        switch event {
        case .restarted:
            restartMeetings(before: before)
            restart()
            sent.forgetPast(at: time)
        case .accountMade(let id, let name, let skeleton, let roles):
            makeAccount(id, name, skeleton, roles)
        case .rolesSet(let id, let roles): change(id) { $0.roles = roles }
        case .passwordSet(let id):
            let here = position
            // What SCRAM had was of the old password.
            change(id) {
                $0.passwordAt = here
                $0.scramAt = nil
            }
            access.passwordChanged(id, at: here)
        case .scramSet(let id):
            let here = position
            change(id) { $0.scramAt = here }
        case .deviceBound(let id, let device):
            bind(device, to: id)
        case .deviceDropped(let id, let device):
            guard certificates[device] == id else { return }
            certificates[device] = nil
            change(id) { $0.devices.removeAll { $0.key == device } }
            access.deviceDropped(id, device, at: position)
        case .preference(let event): apply(event)
        case .identified(let room, let person, let account):
            identify(person, as: PersonID(account), in: room)
        case .whispered(let to, let saying), .confided(_, _, let to, let saying):
            meet(saying.by)
            meet(to)
            note(saying)
        case .keeping(let event): apply(event)
        case .roomMade(let id, let kind, let name, let modes, let by):
            meet(by)
            rooms[id] = Room(
                id: id, kind: kind, name: name, nameAt: position, made: time, modes: modes)
            roomNames[name] = id
            noteSecrecy(id)
            nextRoom = max(nextRoom, id.number &+ 1)
        case .roomClosed(let id): close(id)
        case .caseOpened(let id, let parent, let worker, _):
            cases[id] = Case(room: id, parent: parent, worker: worker, since: position)
        case .renamed(let id, let name, _): rename(id, to: name)
        case .casework(let id, let event): apply(event, to: id)
        // Nothing changes by it but that a guest was seen.
        case .meeting(_, .knockDenied(let person, _)): meet(person)
        case .meeting(let id, let event): apply(event, in: id)
        case .circle(let id, let event):
            noteDecided(event, in: id)
            apply(event, to: id)
        case .entered(let id, let person, let prefixes):
            meet(person)
            enter(id, person, prefixes)
            noteReading(id)
        case .left(let id, let person, let how): leave(id, person, how)
        case .removed(let id, let person, _): leave(id, person, nil)
        case .redacted(_, _, let by): meet(by)
        case .said(let id, let saying):
            meet(saying.by)
            rooms[id]?.saidAt = position
            if guardsWords(to: id) { rooms[id]?.note(speaking: saying, at: time) }
            noteReading(id)
            note(saying)
        case .invitation(let event): invitations.apply(event, at: time)
        case .access(let event): access.apply(event, at: time)
        default: applyInRoom(event)
        }
        noteMeeting(event, before: before)
        if case .meeting(let id, let event) = event { noteCircle(id, event) }
        if event.isMovement { rooms[event.room]?.saidAt = position }
        if event.isKeptByAge { keeping.note(event.room, at: position, time) }
        if !held.isEmpty { replaceWords(held, of: event) }
        if event.changesPolicy { rooms[event.room]?.policy &+= 1 }
        if case .modesSet(let id, _, _, _) = event { noteSecrecy(id) }
    }

    /// Notes whether a room is counted before strangers.
    mutating func noteSecrecy(_ id: RoomID) {
        if rooms[id]?.modes.contains(.secret) == true {
            secret.insert(id)
        } else {
            secret.remove(id)
        }
    }

    /// Takes account of a guest's number, so that it is never given to another.
    private mutating func meet(_ person: PersonID) {
        if let guest = person.guest { nextGuest = max(nextGuest, guest &+ 1) }
    }

    private mutating func note(_ saying: Saying) {
        guard let token = saying.token, let account = saying.by.account else { return }
        sent.note(token, saying.id, of: account, at: time)
    }

    private mutating func restart() {
        whereabouts = [:]
        for id in rooms.keys.sorted() {
            for member in rooms[id]?.members ?? [] {
                if wishesToStay(member.person) {
                    whereabouts[member.person, default: []].append(id)
                    continue
                }
                rooms[id]?.leave(member.person, at: position)
                rooms[id]?.circle.note(leaving: member.person, .cutOff, at: time)
            }
            if rooms[id]?.kind == .channel, rooms[id]?.members.isEmpty == true { close(id) }
            noteTicking(id)
            if auditoria.contains(id) { keepShownAtPlaces(of: id) }
        }
    }

    private mutating func makeAccount(
        _ id: AccountID, _ name: NameKey, _ skeleton: NameKey, _ roles: Roles
    ) {
        guard Int(id.number) == accounts.count + 1 else { return }
        accounts.append(
            Account(id: id, name: name, nameAt: position, skeleton: skeleton, roles: roles))
        accountNames[name] = id
        skeletons[skeleton] = id
    }

    mutating func change(_ id: AccountID, _ change: (inout Account) -> Void) {
        let index = Int(id.number) - 1
        guard accounts.indices.contains(index) else { return }
        change(&accounts[index])
    }

    mutating func close(_ id: RoomID) {
        guard let room = rooms.removeValue(forKey: id) else { return }
        if roomNames[room.name] == id { roomNames[room.name] = nil }
        secret.remove(id)
        auditoria.remove(id)
        ticking.remove(id)
        forgetFormerNames(of: room)
        for member in room.members { forget(id, of: member.person) }
    }

    private mutating func enter(_ id: RoomID, _ person: PersonID, _ prefixes: Prefixes) {
        let here = position
        guard rooms[id] != nil else { return }
        rooms[id]?.enter(person, prefixes, since: here)
        rooms[id]?.circle.note(entering: person)
        noteTicking(id)
        var places = whereabouts[person] ?? []
        if !places.contains(id) {
            places.append(id)
            places.sort()
            whereabouts[person] = places
        }
    }

    /// - Parameter how: nil: somebody took them out.
    private mutating func leave(_ id: RoomID, _ person: PersonID, _ how: Departure?) {
        rooms[id]?.leave(person, at: position, wasRemoved: how == nil)
        rooms[id]?.circle.note(leaving: person, how, at: time)
        noteTicking(id)
        forget(id, of: person)
    }

    mutating func forget(_ id: RoomID, of person: PersonID) {
        whereabouts[person]?.removeAll { $0 == id }
        if whereabouts[person]?.isEmpty == true { whereabouts[person] = nil }
    }

    private mutating func apply(_ event: CaseEvent, to id: RoomID) {
        cases[id]?.apply(event, position: position, time: time)
        if cases[id]?.cover == nil { covered.remove(id) } else { covered.insert(id) }
    }

    private mutating func apply(_ event: CircleEvent, to id: RoomID) {
        let (here, now) = (position, time)
        if case .banned(let account, _, _, _) = event { rooms[id]?.keepOut(account, at: here) }
        rooms[id]?.circle.apply(event, position: here, time: now)
        rooms[id]?.noteGuard()
        apply(report: event, in: id)
        noteTicking(id)
        switch event {
        case .asideBegun, .backChannelMade: noteSides(of: id)
        default: break
        }
    }

    /// Whoever is in a worker channel reads what is said there.
    private mutating func noteReading(_ id: RoomID) {
        guard cases.index(forKey: id) != nil else { return }
        for member in rooms[id]?.members ?? [] {
            if let account = member.person.account { cases[id]?.note(account, at: time) }
        }
    }

    private mutating func applyInRoom(_ event: Event) {
        let here = position
        let now = time
        rooms[event.room]?.apply(event, position: here, time: now)
        if case .roomSet(let id, let setting, _, _) = event {
            noteTicking(id)
            if setting == .presence { noteAuditorium(id) }
        }
    }
}

extension Room {
    mutating func enter(_ person: PersonID, _ prefixes: Prefixes, since: Position) {
        let (index, found) = place(of: person)
        guard !found else { return }
        let start = beginStay(of: person, at: since)
        members.insert(Member(person: person, prefixes: prefixes, since: start), at: index)
        invited.removeAll { $0 == person }
    }

    mutating func leave(_ person: PersonID, at position: Position, wasRemoved: Bool = false) {
        let (index, found) = place(of: person)
        guard found else { return }
        endStay(of: members.remove(at: index), at: position, wasRemoved: wasRemoved)
    }

    mutating func apply(_ event: Event, position: Position, time: Moment) {
        switch event {
        case .titled: titleAt = position
        case .topicSet(_, let by): topic = Topic(at: position, time: time, by: by)
        case .modesSet(_, let on, let off, _): modes = modes.subtracting(off).union(on)
        case .limitSet(_, let most, _): limit = most
        case .keySet: keyAt = position
        case .keyLifted: keyAt = nil
        case .prefixesSet(_, let person, let prefixes, _):
            let (index, found) = place(of: person)
            if found { members[index].prefixes = prefixes }
        case .maskAdded(_, let list, let by):
            masks.append(Mask(list: list, at: position, time: time, by: by))
        case .roomSet(_, let setting, let value, _):
            settings.set(setting, to: value, at: position)
            if setting == .speak { circle.endTurns() }
            if setting == .presence {
                auditorium.set(PresenceRule(rawValue: value) ?? .hidden, members)
            }
            noteGuard()
        case .maskRemoved(_, let at, _): masks.removeAll { $0.at == at }
        case .invited(_, let person, _):
            if !invited.contains(person) {
                if invited.count >= Limit.invitations { invited.removeFirst() }
                invited.append(person)
            }
        case .enrolled(_, let account, let prefixes, _):
            let since = enrolment(of: account)?.since ?? position
            enrolled.removeAll { $0.account == account }
            enrolled.append(Enrolment(account: account, prefixes: prefixes, since: since))
            enrolled.sort { $0.account < $1.account }
        case .unenrolled(_, let account, _):
            enrolled.removeAll { $0.account == account }
            // An invitation from before would let them in again.
            invited.removeAll { $0 == PersonID(account) }
        default: break
        }
    }
}
