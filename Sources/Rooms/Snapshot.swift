/// A centre as bytes: what start-up reads instead of the whole log.
extension Centre {
    /// The version in which `snapshot` writes.
    public static let snapshotVersion: UInt8 = 19

    /// Everything that does not follow from the rest, in an order that depends on nothing else.
    public var snapshot: [UInt8] {
        var out = ByteWriter()
        out.put(position)
        out.put(time)
        out.put(nextRoom)
        out.put(nextGuest)
        out.list(accounts) { $1.write(to: &$0) }
        out.list(rooms.values.sorted { $0.id < $1.id }) { $1.write(to: &$0) }
        out.list(cases.values.sorted { $0.room < $1.room }) { $1.write(to: &$0) }
        writeLanguages(to: &out)
        sent.write(to: &out)
        out.list(meetings.values.sorted { $0.room < $1.room }) { $1.write(to: &$0) }
        invitations.write(to: &out)
        access.write(to: &out)
        writeCircles(to: &out)
        reports.write(to: &out)
        writePersistence(to: &out)
        keeping.write(to: &out)
        writeAuditoria(to: &out)
        return out.bytes
    }

    /// Reads what `snapshot` wrote.
    ///
    /// - Throws: `CodingError` when the bytes are not whole or of a version that is not known.
    public init(policy: Policy, snapshot: [UInt8], version: UInt8) throws(CodingError) {
        guard version == Self.snapshotVersion else { throw .unknownSnapshot(version: version) }
        self.init(policy: policy)
        var from = ByteReader(snapshot)
        position = try from.position()
        time = try from.moment()
        nextRoom = try from.take(UInt32.self)
        nextGuest = try from.take(UInt64.self)
        accounts = try from.list { from throws(CodingError) in try Account(from: &from) }
        let list = try from.list { from throws(CodingError) in try Room(from: &from) }
        let open = try from.list { from throws(CodingError) in try Case(from: &from) }
        try readLanguages(from: &from)
        sent = try SentTokens(from: &from)
        let held = try from.list { from throws(CodingError) in try Meetings(from: &from) }
        invitations = try Invitations(from: &from)
        access = try Access(from: &from)
        let circles = try Self.readCircles(from: &from)
        reports = try Reports(from: &from)
        try readPersistence(from: &from)
        keeping = try Keeping(from: &from)
        let auditoria = try Self.readAuditoria(from: &from)
        try from.finish()
        for room in list { rooms[room.id] = room }
        take(circles)
        take(auditoria)
        for one in open {
            cases[one.room] = one
            if one.cover != nil { covered.insert(one.room) }
        }
        for own in held { meetings[own.room] = own }
        index()
        indexMeetings()
    }

    /// Builds what follows from accounts and rooms.
    private mutating func index() {
        for account in accounts where !account.isErased {
            accountNames[account.name] = account.id
            skeletons[account.skeleton] = account.id
            for device in account.devices { certificates[device.key] = account.id }
        }
        for id in rooms.keys.sorted() {
            guard let room = rooms[id] else { continue }
            roomNames[room.name] = id
            noteSecrecy(id)
            for name in room.formerly { formerNames[name] = id }
            for member in room.members { whereabouts[member.person, default: []].append(id) }
        }
    }
}

extension Account {
    func write(to out: inout ByteWriter) {
        out.put(id)
        out.put(name)
        out.put(nameAt)
        out.put(skeleton)
        out.put(roles)
        out.put(passwordAt)
        out.put(scramAt)
        out.list(devices) {
            $0.put($1.key)
            $0.put($1.at)
            $0.put($1.since)
        }
        out.put(isErased)
    }

    init(from: inout ByteReader) throws(CodingError) {
        id = try from.account()
        name = try from.nameKey()
        nameAt = try from.position()
        skeleton = try from.nameKey()
        roles = try from.roles()
        passwordAt = try from.optionalPosition()
        scramAt = try from.optionalPosition()
        devices = try from.list { from throws(CodingError) in
            Device(
                key: try from.nameKey(), at: try from.position(), since: try from.moment())
        }
        isErased = try from.flag()
    }
}

extension Room {
    func write(to out: inout ByteWriter) {
        out.put(id)
        out.put(kind.rawValue)
        out.put(name)
        out.put(nameAt)
        out.put(made)
        out.put(modes)
        out.put(titleAt)
        out.put(topic?.at)
        out.put(topic?.time ?? made)
        out.put(topic?.by ?? PersonID(AccountID(0)))
        out.put(keyAt)
        out.put(limit)
        out.put(policy)
        out.list(members) {
            $0.put($1.person)
            $0.put($1.prefixes)
            $0.put($1.since)
        }
        out.list(enrolled) {
            $0.put($1.account)
            $0.put($1.prefixes)
            $0.put($1.since)
        }
        out.list(masks) {
            $0.put($1.list.rawValue)
            $0.put($1.at)
            $0.put($1.time)
            $0.put($1.by)
        }
        out.list(invited) { $0.put($1) }
        out.list(formerly) { $0.put($1) }
        out.put(saidAt)
        out.list(stays) {
            $0.put($1.account)
            $0.put($1.from)
            $0.put($1.to)
            $0.put($1.wasRemoved)
        }
        settings.write(to: &out)
    }

    init(from: inout ByteReader) throws(CodingError) {
        self.init(
            id: try from.room(), kind: try from.choice(Kind.self), name: try from.nameKey(),
            nameAt: try from.position(), made: try from.moment(), modes: try from.modes())
        titleAt = try from.optionalPosition()
        let topicAt = try from.optionalPosition()
        let topicTime = try from.moment()
        let topicBy = try from.person()
        topic = topicAt.map { Topic(at: $0, time: topicTime, by: topicBy) }
        keyAt = try from.optionalPosition()
        limit = try from.take(UInt32.self)
        policy = try from.take(UInt32.self)
        members = try from.list { from throws(CodingError) in
            Member(
                person: try from.person(), prefixes: try from.prefixes(),
                since: try from.position())
        }
        enrolled = try from.list { from throws(CodingError) in
            Enrolment(
                account: try from.account(), prefixes: try from.prefixes(),
                since: try from.position())
        }
        masks = try from.list { from throws(CodingError) in
            Mask(
                list: try from.choice(MaskList.self), at: try from.position(),
                time: try from.moment(), by: try from.person())
        }
        invited = try from.list { from throws(CodingError) in try from.person() }
        formerly = try from.list { from throws(CodingError) in try from.nameKey() }
        saidAt = try from.position()
        stays = try from.list { from throws(CodingError) in
            Stay(
                account: try from.account(), from: try from.position(), to: try from.position(),
                wasRemoved: try from.flag())
        }
        settings = try RoomSettings(from: &from)
    }
}
