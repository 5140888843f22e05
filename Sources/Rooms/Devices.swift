/// Devices that sign in by a certificate, and people who turn out to be an account.
extension Centre {
    /// Lets a certificate sign in for an account.
    ///
    /// - Throws: `deviceTaken` when it signs in for another one: a certificate means one person.
    public func bind(
        _ device: NameKey, fingerprint: [UInt8], to id: AccountID
    ) throws(Refusal) -> Fact {
        guard let account = account(id) else { throw .noSuchAccount }
        if let owner = certificates[device] {
            throw owner == id ? .alreadyThere : .deviceTaken
        }
        guard account.devices.count < Limit.devices else {
            throw .tooManyDevices(limit: Limit.devices)
        }
        return Fact(.deviceBound(id, device), words: fingerprint)
    }

    /// Lets a certificate sign in no more.
    public func drop(_ device: NameKey, of id: AccountID) throws(Refusal) -> Fact {
        guard certificates[device] == id else { throw .noSuchDevice }
        return Fact(.deviceDropped(id, device))
    }

    /// What makes somebody an account in every channel where they are or are invited; what is not
    /// theirs under that account (a worker channel, a group's room) they leave.
    public func identify(_ person: PersonID, as id: AccountID) -> [Fact] {
        rooms.values.sorted { $0.id < $1.id }.compactMap { room in
            let isInside = room.member(person) != nil
            guard isInside || room.invited.contains(person) else { return nil }
            if room.kind == .channel { return Fact(.identified(room.id, person, id)) }
            return isInside ? Fact(.left(room.id, person, .parted)) : nil
        }
    }

    mutating func bind(_ device: NameKey, to id: AccountID) {
        let here = position
        let now = time
        guard account(id) != nil, certificates[device] == nil else { return }
        certificates[device] = id
        change(id) { $0.devices.append(Device(key: device, at: here, since: now)) }
        access.deviceChanged(id, at: here)
    }

    mutating func identify(_ person: PersonID, as known: PersonID, in id: RoomID) {
        let here = position
        rooms[id]?.circle.identify(person, as: known)
        guard let member = rooms[id]?.identify(person, as: known, at: here) else { return }
        forget(id, of: person)
        if member, whereabouts[known]?.contains(id) != true {
            whereabouts[known, default: []].append(id)
            whereabouts[known]?.sort()
        }
    }
}

extension Room {
    /// Puts one in another's place.
    ///
    /// - Returns: whether they were inside.
    mutating func identify(
        _ person: PersonID, as known: PersonID, at position: Position
    ) -> Bool {
        if invited.contains(person) {
            invited.removeAll { $0 == known }
            if member(known) == nil {
                invited = invited.map { $0 == person ? known : $0 }
            } else {
                invited.removeAll { $0 == person }
            }
        }
        guard let member = member(person) else { return false }
        leave(person, at: position)
        let (index, isThere) = place(of: known)
        if !isThere {
            members.insert(
                Member(person: known, prefixes: member.prefixes, since: position), at: index)
        }
        invited.removeAll { $0 == known }
        return true
    }
}
