/// Somebody who asks for something: who they are, and what they hold.
public struct Actor: Equatable, Sendable {
    /// Who asks; account 0 is the machine's administrator.
    public var person: PersonID
    /// The account's roles; empty for guests.
    public var roles: Roles
    /// Whether they are the centre's own operator (OPER, or the machine's administrator).
    public var isOperator: Bool

    /// Somebody who holds what is said here: the caller has looked it up.
    public init(person: PersonID, roles: Roles = [], isOperator: Bool = false) {
        self.person = person
        self.roles = roles
        self.isOperator = isOperator
    }

    /// `sandalid` on the machine itself: may do what an administrator may.
    public static let machine = Actor(
        person: PersonID(AccountID(0)), roles: .administrator, isOperator: true)
}

/// What somebody may or may not do.
public enum Act: Equatable, Sendable {
    /// Make a group's room.
    case makeRoom
    /// Make a channel by coming in first.
    case makeChannel
    /// Know that the room exists.
    case seeRoom
    case enrol
    /// Change a room's settings (ROOM SET).
    case shape
    /// Plan, open and close sessions, and say who comes in.
    case runSession
    case openCase
    case readCase
    /// Hand a worker channel over, have somebody stand in, name carers, close it.
    case runCase
    /// Say whether others may read what was written before their time.
    case consent
    case manageAccounts
    /// Look into who did what.
    case audit
    /// Give a parent a way in: a code for a new account, or for a new password.
    case inviteParent
    /// The same for somebody of the staff.
    case inviteStaff
    case invite
    case setTopic
    case setModes
    /// Give the room another name.
    case rename
    /// Say something of the room by METADATA.
    case setMetadata
    /// Give or take `@` and `%`.
    case setStaff
    /// Give or take `+`.
    case giveFloor
    case remove
    /// Take back what somebody else has said.
    case redact
    /// Say that one has met somebody who asks for what is theirs.
    case confirmWish
    /// Use what is the operator's alone: KILL, WALLOPS, REHASH.
    case operate
}

extension Centre {
    /// Who may do what, and nowhere else.
    ///
    /// - Parameter room: the room it is about, where it is about one.
    public func may(_ actor: Actor, _ act: Act, in room: Room? = nil) -> Bool {
        let place = room?.member(actor.person)?.prefixes ?? []
        // A worker channel is a line between two: nobody moderates there, nor in a side room.
        let isSide = room.map { home(ofSide: $0.id) != nil } ?? false
        let moderates = room?.kind != .worker && !isSide && place.moderates
        return switch act {
        case .makeRoom: !actor.roles.isDisjoint(with: [.facilitator, .administrator])
        case .makeChannel: policy == .open
        case .seeRoom: room.map { knows(actor, $0) && !isHidden($0, from: actor) } ?? false
        case .enrol:
            room?.kind == .group && !isSide
                && (actor.roles.contains(.administrator) || room.map { leads(actor, $0) } ?? false)
        case .shape: mayShape(actor, room)
        case .runSession: mayRunSession(actor, room)
        case .openCase: !actor.roles.isDisjoint(with: [.worker, .administrator])
        case .readCase: room.map { belongs(actor, toCase: $0.id) } ?? false
        case .runCase: room.map { runs(actor, $0) } ?? false
        case .consent: room.map { cases[$0.id]?.parent == actor.person.account } ?? false
        case .audit: !actor.roles.isDisjoint(with: [.lead, .administrator])
        case .manageAccounts, .inviteStaff: actor.roles.contains(.administrator)
        case .inviteParent: actor.roles.isStaff
        case .confirmWish:
            !actor.roles.isDisjoint(with: [.worker, .lead, .administrator])
        case .invite: mayInvite(moderates, room)
        case .setTopic: room?.modes.contains(.topicLocked) == true ? moderates : true
        case .setModes, .setMetadata, .giveFloor, .remove: moderates
        case .setStaff: moderates && place.contains(.operator_)
        case .rename:
            moderates && place.contains(.operator_) && (policy == .open || actor.roles.isStaff)
        case .redact: moderates || !isSide && leadsGroup(actor, room)
        case .operate: policy == .open && actor.isOperator
        }
    }

    /// A group's room by who says who comes there, a channel by its `@`.
    private func mayShape(_ actor: Actor, _ room: Room?) -> Bool {
        guard room?.kind == .channel else { return may(actor, .enrol, in: room) }
        return may(actor, .setStaff, in: room)
    }

    /// Whoever says who comes to a group's room, and whoever helps to lead it, in it or not yet.
    private func mayRunSession(_ actor: Actor, _ room: Room?) -> Bool {
        guard let room, room.kind == .group, home(ofSide: room.id) == nil,
            !isKeptOut(actor.person, of: room)
        else { return false }
        if may(actor, .enrol, in: room) { return true }
        let listed = actor.person.account.flatMap { room.enrolment(of: $0) }
        return (room.member(actor.person)?.prefixes ?? listed?.prefixes ?? []).moderates
    }

    /// Whether an actor may give this account's person a new password: an administrator anybody; a
    /// parent also the lead and the family's own worker; where there is no worker, who leads a room
    /// where they may come. Nobody gets into a worker channel that is not theirs by putting its
    /// parent on a list.
    func mayRecover(_ actor: Actor, _ other: Account) -> Bool {
        if may(actor, .inviteStaff) { return true }
        guard may(actor, .inviteParent), !other.roles.isStaff, let own = actor.person.account
        else { return false }
        let channels = cases.values.filter { $0.family.contains(other.id) }
        return actor.roles.contains(.lead) || channels.contains { $0.worker == own }
            || channels.isEmpty
                && rooms.values.contains { room in
                    room.kind == .group && home(ofSide: room.id) == nil && leads(actor, room)
                        && room.enrolment(of: other.id) != nil
                }
    }

    private func mayInvite(_ moderates: Bool, _ room: Room?) -> Bool {
        if policy == .support || room?.modes.contains(.inviteOnly) == true { return moderates }
        return room?.kind != .worker
    }

    /// Whether somebody is kept out of a room by BAN: then it is not there for them, but that JOIN
    /// and KNOCK tell until when.
    private func isHidden(_ room: Room, from actor: Actor) -> Bool {
        policy == .support && isKeptOut(actor.person, of: room)
    }

    /// Whether the room would be there for somebody who is not kept out of it.
    public func knows(_ actor: Actor, _ room: Room) -> Bool {
        if room.member(actor.person) != nil || room.invited.contains(actor.person) { return true }
        // Who was let in for a session finds the way back to it.
        if !meetings.isEmpty, meetings[room.id]?.admitted.contains(actor.person) == true {
            return true
        }
        if !meetings.isEmpty, standsIn(actor, room) { return true }
        return switch room.kind {
        case .worker: belongs(actor, toCase: room.id)
        case .group, .channel:
            switch policy {
            case .open: !room.modes.contains(.secret)
            case .support:
                (actor.person.account.map { room.enrolment(of: $0) != nil } ?? false)
                    || belongs(actor, toBackChannel: room.id)
            }
        }
    }

    private func belongs(_ actor: Actor, toCase room: RoomID) -> Bool {
        guard let account = actor.person.account, let own = cases[room] else { return false }
        return own.includes(account)
    }

    private func runs(_ actor: Actor, _ room: Room) -> Bool {
        guard let own = cases[room.id] else { return false }
        return actor.roles.contains(.administrator) || actor.person == PersonID(own.worker)
    }

    /// In the `support` policy whoever leads a group leads it before coming in, too.
    private func leadsGroup(_ actor: Actor, _ room: Room?) -> Bool {
        guard policy == .support, let room, room.kind == .group else { return false }
        return actor.roles.isStaff && leads(actor, room)
    }

    private func leads(_ actor: Actor, _ room: Room) -> Bool {
        guard let account = actor.person.account else { return false }
        return room.enrolment(of: account)?.prefixes.contains(.operator_) ?? false
    }
}
