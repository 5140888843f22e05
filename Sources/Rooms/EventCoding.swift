/// Events as bytes, by hand: a kind, a version and the fields in order.
///
/// A kind's number is never used again. A changed shape is a new version, and the old one is read
/// for ever: the log is not rewritten.
extension Event {
    /// The number that stands for this kind of event in the log.
    public var kind: UInt16 {
        switch self {
        case .restarted: 1
        case .accountMade: 2
        case .rolesSet: 3
        case .passwordSet: 4
        case .scramSet: 5
        case .deviceBound: 6
        case .deviceDropped: 7
        case .roomMade: 10
        case .roomClosed: 11
        case .titled: 12
        case .enrolled: 13
        case .unenrolled: 14
        case .caseOpened: 15
        case .renamed: 16
        case .casework(_, let event): event.kind
        case .meeting(_, let event): event.kind
        case .circle(_, let event): event.kind
        case .audited: 120
        case .entered: 20
        case .left: 21
        case .removed: 22
        case .invited: 23
        case .identified: 24
        case .topicSet: 30
        case .modesSet: 31
        case .limitSet: 32
        case .keySet: 33
        case .keyLifted: 34
        case .prefixesSet: 35
        case .maskAdded: 36
        case .maskRemoved: 37
        case .roomSet: 48
        case .nickChanged: 49
        case .said: 40
        case .whispered: 41
        case .redacted: 43
        case .confided: 124
        case .preference(let event): event.kind
        case .invitation(let event): event.kind
        case .access(let event): event.kind
        case .keeping(let event): event.kind
        }
    }

    /// The version in which `encoded` writes.
    public static let version: UInt8 = 1

    /// The fields, without kind and version.
    public var encoded: [UInt8] {
        var writer = ByteWriter()
        // A text's, the most frequent, with its token.
        writer.bytes.reserveCapacity(40)
        write(to: &writer)
        return writer.bytes
    }

    private func write(to out: inout ByteWriter) {
        switch self {
        case .invitation(let event): event.write(to: &out)
        case .access(let event): event.write(to: &out)
        case .restarted: break
        case .accountMade(let account, let name, let skeleton, let roles):
            out.put(account)
            out.put(name)
            out.put(skeleton)
            out.put(roles)
        case .rolesSet(let account, let roles):
            out.put(account)
            out.put(roles)
        case .passwordSet(let account), .scramSet(let account): out.put(account)
        case .deviceBound(let account, let device), .deviceDropped(let account, let device):
            out.put(account)
            out.put(device)
        case .preference(let event): event.write(to: &out)
        case .said(let room, let saying):
            out.put(room)
            saying.write(to: &out)
        case .whispered(let to, let saying):
            out.put(to)
            saying.write(to: &out)
        case .keeping(let event): event.write(to: &out)
        default: writeRoomEvent(to: &out)
        }
    }

    private func writeRoomEvent(to out: inout ByteWriter) {
        out.put(room)
        switch self {
        case .roomMade(_, let kind, let name, let modes, let by):
            out.put(kind.rawValue)
            out.put(name)
            out.put(modes)
            out.put(by)
        case .titled(_, let by), .topicSet(_, let by), .keySet(_, let by), .keyLifted(_, let by):
            out.put(by)
        case .enrolled(_, let account, let prefixes, let by):
            out.put(account)
            out.put(prefixes)
            out.put(by)
        case .unenrolled(_, let account, let by):
            out.put(account)
            out.put(by)
        case .caseOpened(_, let parent, let worker, let by):
            out.put(parent)
            out.put(worker)
            out.put(by)
        case .renamed(_, let name, let by):
            out.put(name)
            out.put(by)
        case .entered(_, let person, let prefixes):
            out.put(person)
            out.put(prefixes)
        case .left(_, let person, let how):
            out.put(person)
            out.put(how.rawValue)
        case .removed(_, let person, let by), .invited(_, let person, let by):
            out.put(person)
            out.put(by)
        case .identified(_, let person, let account):
            out.put(person)
            out.put(account)
        case .modesSet(_, let on, let off, let by):
            out.put(on)
            out.put(off)
            out.put(by)
        case .limitSet(_, let limit, let by):
            out.put(limit)
            out.put(by)
        case .prefixesSet(_, let person, let prefixes, let by):
            out.put(person)
            out.put(prefixes)
            out.put(by)
        case .roomSet(_, let setting, let value, let by):
            out.put(setting.rawValue)
            out.put(value)
            out.put(by)
        case .nickChanged(_, let person): out.put(person)
        case .maskAdded(_, let list, let by):
            out.put(list.rawValue)
            out.put(by)
        case .maskRemoved(_, let at, let by), .redacted(_, let at, let by):
            out.put(at)
            out.put(by)
        case .casework(_, let event): event.write(to: &out)
        case .meeting(_, let event): event.write(to: &out)
        case .circle(_, let event): event.write(to: &out)
        case .confided(_, let session, let to, let saying):
            out.put(session)
            out.put(to)
            saying.write(to: &out)
        case .audited(_, let account, let by):
            out.put(account ?? AccountID(0))
            out.put(by)
        case .roomClosed, .restarted, .accountMade, .rolesSet, .passwordSet, .scramSet,
            .deviceBound, .deviceDropped, .preference, .said, .whispered, .invitation,
            .access, .keeping:
            break
        }
    }

    /// Reads what `encoded` wrote.
    ///
    /// - Throws: `CodingError` for a kind or version that this program does not know, or for fields
    ///   that are not whole.
    public init(kind: UInt16, version: UInt8, encoded: [UInt8]) throws(CodingError) {
        guard version == 1 else { throw .unknownEvent(kind: kind, version: version) }
        var reader = ByteReader(encoded)
        self = try Self.read(kind, &reader)
        try reader.finish()
    }

    private static func read(_ kind: UInt16, _ from: inout ByteReader) throws(CodingError) -> Event
    {
        switch kind {
        case 60...62: .invitation(try InvitationEvent(kind: kind, from: &from))
        case 63...66: .access(try AccessEvent(kind: kind, from: &from))
        case 1: .restarted
        case 2:
            .accountMade(
                try from.account(), name: try from.nameKey(), skeleton: try from.nameKey(),
                try from.roles())
        case 3: .rolesSet(try from.account(), try from.roles())
        case 4: .passwordSet(try from.account())
        case 5: .scramSet(try from.account())
        case 6: .deviceBound(try from.account(), try from.nameKey())
        case 7: .deviceDropped(try from.account(), try from.nameKey())
        case 40: .said(try from.room(), try Saying(from: &from))
        case 41: .whispered(to: try from.person(), try Saying(from: &from))
        case 50: .preference(try .readLanguage(&from))
        case 53: .preference(try .readPersistence(&from))
        case 55...59: try keeping(kind, &from)
        default: try readRoomEvent(kind, try from.room(), &from)
        }
    }

    private static func keeping(
        _ kind: UInt16, _ from: inout ByteReader
    ) throws(CodingError) -> Event {
        guard let event = try KeepingEvent(kind: kind, &from) else {
            throw .unknownEvent(kind: kind, version: version)
        }
        return .keeping(event)
    }

    private static func readRoomEvent(
        _ kind: UInt16, _ room: RoomID, _ from: inout ByteReader
    ) throws(CodingError) -> Event {
        switch kind {
        case 10:
            .roomMade(
                room, try from.choice(Room.Kind.self), name: try from.nameKey(),
                try from.modes(), by: try from.person())
        case 11: .roomClosed(room)
        case 12: .titled(room, by: try from.person())
        case 13:
            .enrolled(room, try from.account(), try from.prefixes(), by: try from.person())
        case 14: .unenrolled(room, try from.account(), by: try from.person())
        case 15:
            .caseOpened(
                room, parent: try from.account(), worker: try from.account(),
                by: try from.person())
        case 16: .renamed(room, name: try from.nameKey(), by: try from.person())
        case CaseEvent.kinds: .casework(room, try CaseEvent.read(kind, &from))
        case MeetingEvent.kinds, MeetingEvent.knockDeniedKind:
            .meeting(room, try MeetingEvent.read(kind, &from))
        case CircleEvent.kinds, CircleEvent.moreKinds, CircleEvent.backChannelKind:
            .circle(room, try CircleEvent.read(kind, &from))
        case 120:
            .audited(room, try from.someAccount(), by: try from.person())
        case 124:
            .confided(
                room, session: try from.take(UInt32.self), to: try from.person(),
                try Saying(from: &from))
        case 20: .entered(room, try from.person(), try from.prefixes())
        case 21: .left(room, try from.person(), try from.choice(Departure.self))
        case 22: .removed(room, try from.person(), by: try from.person())
        case 23: .invited(room, try from.person(), by: try from.person())
        case 24: .identified(room, try from.person(), try from.account())
        case 30: .topicSet(room, by: try from.person())
        case 31:
            .modesSet(room, on: try from.modes(), off: try from.modes(), by: try from.person())
        case 32: .limitSet(room, try from.take(UInt32.self), by: try from.person())
        case 33: .keySet(room, by: try from.person())
        case 34: .keyLifted(room, by: try from.person())
        case 35:
            .prefixesSet(room, try from.person(), try from.prefixes(), by: try from.person())
        case 36: .maskAdded(room, try from.choice(MaskList.self), by: try from.person())
        case 48:
            .roomSet(
                room, try from.choice(RoomSetting.self), try from.take(UInt32.self),
                by: try from.person())
        case 49: .nickChanged(room, try from.person())
        case 37: .maskRemoved(room, try from.position(), by: try from.person())
        case 43: .redacted(room, try from.position(), by: try from.person())
        default: throw .unknownEvent(kind: kind, version: version)
        }
    }
}

extension Saying {
    func write(to out: inout ByteWriter) {
        out.put(by)
        out.put(id)
        out.put(manner.rawValue)
        out.put(above)
        // A bit for each thing that may be there. Others are refused as another version would be.
        out.put((tagged ? 1 : 0) | (signed ? 2 : 0) | (token != nil ? 4 : 0) as UInt8)
        if let token { out.put(token) }
    }

    init(from: inout ByteReader) throws(CodingError) {
        by = try from.person()
        id = try from.messageID()
        manner = try from.choice(Manner.self)
        above = try from.prefixes()
        let form = try from.take(UInt8.self)
        guard form < 8 else { throw .unknownValue(UInt64(form)) }
        tagged = form & 1 != 0
        signed = form & 2 != 0
        token = form & 4 != 0 ? try from.take(UInt64.self) : nil
    }
}
