/// One thing that somebody did to people or rooms, as the audit shows it: never a word of theirs.
public struct AuditEntry: Equatable, Sendable {
    /// When it was done, by the log's clock.
    public let time: Moment
    /// What was done; which roles, modes or words it was about is not told.
    public let deed: Deed
    /// Nil: the machine, or somebody whom the event does not name.
    public let by: PersonID?
    /// To whom, where it was done to somebody.
    public let on: PersonID?
    /// Where, or `.none`.
    public let room: RoomID

    /// What was done; the raw value is its code on the wire.
    public enum Deed: String, CaseIterable, Sendable {
        case accountMade = "account-made"
        case rolesSet = "roles-set"
        case passwordSet = "password-set"
        case deviceAdded = "device-added"
        case deviceDropped = "device-dropped"
        case tokenMade = "token-made"
        case tokenDropped = "token-dropped"
        /// A new password by somebody else's leave.
        case accessRenewed = "access-renewed"
        case roomMade = "room-made"
        case renamed
        case titled
        case enrolled
        case unenrolled
        case caseOpened = "case-opened"
        case handoverAsked = "handover-asked"
        case handoverAccepted = "handover-accepted"
        case handoverDropped = "handover-dropped"
        case consented
        case consentWithheld = "consent-withheld"
        case covered
        case coverEnded = "cover-ended"
        case carerAdded = "carer-added"
        case carerRemoved = "carer-removed"
        case caseClosed = "case-closed"
        case caseWoken = "case-woken"
        /// Came into a worker channel, and reads there.
        case entered
        case removed
        case invited
        case modesSet = "modes-set"
        case prefixesSet = "prefixes-set"
        case maskAdded = "mask-added"
        case maskRemoved = "mask-removed"
        case sessionPlanned = "session-planned"
        case sessionMoved = "session-moved"
        case sessionSkipped = "session-skipped"
        case sessionOpened = "session-opened"
        case sessionExtended = "session-extended"
        case sessionLocked = "session-locked"
        case sessionUnlocked = "session-unlocked"
        case sessionClosed = "session-closed"
        case sessionUnattended = "session-unattended"
        case sessionMissed = "session-missed"
        case admitted
        case denied
        /// Did not let somebody in who had knocked, and is not told of it.
        case knockDenied = "knock-denied"
        case rulesSet = "rules-set"
        case rulesAccepted = "rules-accepted"
        case summarised
        /// Changed a setting of the room.
        case roomSet = "room-set"
        /// Took words back, one's own or another's.
        case redacted
        case codeMade = "code-made"
        case codeRevoked = "code-revoked"
        /// A code was used; by whose leave, and what account came of it or got its password anew.
        case codeRedeemed = "code-redeemed"
        case floorGiven = "floor-given"
        case floorTaken = "floor-taken"
        case roundBegun = "round-begun"
        case roundEnded = "round-ended"
        case floorExtended = "floor-extended"
        case phaseBegun = "phase-begun"
        case phaseEnded = "phase-ended"
        case muted
        case unmuted
        case banned
        case unbanned
        case reported
        case reportClosed = "report-closed"
        /// Read a report, and so words that were said to others.
        case reportRead = "report-read"
        /// What was taken back soon after it was said is kept for the lead.
        case copyKept = "copy-kept"
        case textHeld = "text-held"
        case textReleased = "text-released"
        case textRefused = "text-refused"
        case wordsSet = "words-set"
        case asideBegun = "aside-begun"
        case asideEnded = "aside-ended"
        case audited
        case wishConfirmed = "wish-confirmed"
        case exported
        case erased
        case suspended
        case restored
    }
}

/// Which part of the audit is asked for.
public struct AuditRequest: Equatable, Sendable {
    /// What it is about.
    public enum Subject: Equatable, Sendable {
        case room(RoomID)
        /// All that this account did and all that was done to it.
        case account(AccountID)
    }

    /// What the entries must concern; others are not told.
    public let subject: Subject
    /// Nothing from before this.
    public let since: Moment
    /// At most so many, the newest.
    public let limit: Int
    /// The worker channels: coming in there is reading.
    public let cases: Set<RoomID>
    /// Who asks: they are not told what was reported of themselves.
    public let reader: PersonID?

    /// Asks for part of the audit.
    ///
    /// - Parameter reader: nil: nothing is kept back from whoever asks.
    public init(
        subject: Subject, since: Moment, limit: Int, cases: Set<RoomID>,
        reader: PersonID? = nil
    ) {
        self.reader = reader
        self.subject = subject
        self.since = since
        self.limit = limit
        self.cases = cases
    }

    /// What this record tells of the subject, or nil when that is nothing.
    ///
    /// - Parameter record: what stands at a position, or nil: whose a text was that staff have let
    ///   through, refused or taken back, the event itself does not say. Asked for these alone.
    public func entry<Failure: Error>(
        of own: Record, reading record: (Position) throws(Failure) -> Record?
    ) throws(Failure) -> AuditEntry? {
        // What cannot be decoded tells nothing; `check` names it.
        guard let event = own.event, let deed = event.deed,
            event.reported == nil || event.reported != reader
        else { return nil }
        if deed.what == .entered, !cases.contains(event.room) { return nil }
        var on = deed.on
        if let at = event.textDecided {
            let text = try record(at)
            let author = text?.event?.author
            // Whoever takes their own words back does it to nobody.
            on = author == deed.by ? nil : author
        }
        let entry = AuditEntry(
            time: own.time, deed: deed.what, by: deed.by, on: on, room: event.room)
        return concerns(entry) ? entry : nil
    }

    private func concerns(_ entry: AuditEntry) -> Bool {
        switch subject {
        case .room(let id): entry.room == id
        case .account(let id): entry.by == PersonID(id) || entry.on == PersonID(id)
        }
    }
}

extension Event {
    fileprivate typealias Act = (what: AuditEntry.Deed, by: PersonID?, on: PersonID?)

    /// What the audit says of it; nil for words, and for comings and goings that are nobody's deed.
    fileprivate var deed: Act? {
        switch self {
        case .accountMade(let id, _, _, _): (.accountMade, nil, PersonID(id))
        case .rolesSet(let id, _): (.rolesSet, nil, PersonID(id))
        case .passwordSet(let id): (.passwordSet, nil, PersonID(id))
        case .deviceBound(let id, _): (.deviceAdded, PersonID(id), nil)
        case .deviceDropped(let id, _): (.deviceDropped, PersonID(id), nil)
        case .casework(_, let event): event.deed
        case .meeting(_, let event): event.deed
        case .roomSet(_, _, _, let by): (.roomSet, by, nil)
        case .circle(_, let event): event.deed
        case .keeping(.wished(let id, _, .confirmed, let by)): (.wishConfirmed, by, PersonID(id))
        case .keeping(.wished(let id, .export, .done, let by)): (.exported, by, PersonID(id))
        case .keeping(.erased(let id, let by)): (.erased, by, PersonID(id))
        case .audited(_, let account, let by): (.audited, by, account.map { PersonID($0) })
        case .invitation(let event): event.deed
        case .access(let event): event.deed
        default: roomDeed
        }
    }

    private var roomDeed: Act? {
        switch self {
        case .roomMade(_, _, _, _, let by): (.roomMade, by, nil)
        case .renamed(_, _, let by): (.renamed, by, nil)
        case .titled(_, let by): (.titled, by, nil)
        case .enrolled(_, let account, _, let by): (.enrolled, by, PersonID(account))
        case .unenrolled(_, let account, let by): (.unenrolled, by, PersonID(account))
        case .caseOpened(_, let parent, _, let by): (.caseOpened, by, PersonID(parent))
        case .entered(_, let person, _): (.entered, person, nil)
        case .removed(_, let person, let by): (.removed, by, person)
        case .invited(_, let person, let by): (.invited, by, person)
        case .modesSet(_, _, _, let by), .limitSet(_, _, let by), .keySet(_, let by),
            .keyLifted(_, let by):
            (.modesSet, by, nil)
        case .prefixesSet(_, let person, _, let by): (.prefixesSet, by, person)
        case .maskAdded(_, _, let by): (.maskAdded, by, nil)
        case .maskRemoved(_, _, let by): (.maskRemoved, by, nil)
        case .redacted(_, _, let by): (.redacted, by, nil)
        default: nil
        }
    }
}

extension Event {
    /// Where the text stands over which somebody decided by it.
    fileprivate var textDecided: Position? {
        switch self {
        case .redacted(_, let at, _), .circle(_, .heldEnded(let at, _, _)): at
        default: nil
        }
    }

    /// Whose text it is, held ones too.
    fileprivate var author: PersonID? {
        if case .circle(_, .held(_, let saying, _)) = self { saying.by } else { saying?.by }
    }
}

extension AccessEvent {
    fileprivate var deed: (what: AuditEntry.Deed, by: PersonID?, on: PersonID?) {
        switch self {
        case .tokenGiven(let id, _, _): (.tokenMade, PersonID(id), nil)
        case .tokenDropped(let id, _): (.tokenDropped, PersonID(id), nil)
        case .renewed(let id, let by):
            (.accessRenewed, by == AccountID(0) ? nil : PersonID(by), PersonID(id))
        case .suspended(let id, let isSuspended, let by):
            (isSuspended ? .suspended : .restored, by, PersonID(id))
        }
    }
}

extension InvitationEvent {
    fileprivate var deed: (what: AuditEntry.Deed, by: PersonID?, on: PersonID?) {
        switch self {
        case .made(let invitation): (.codeMade, person(invitation.by), invitation.recovers)
        case .revoked(let maker, _, let by): (.codeRevoked, by, person(maker))
        case .redeemed(let maker, _, let account):
            (.codeRedeemed, person(maker), PersonID(account))
        }
    }

    /// Nil for the machine.
    private func person(_ maker: AccountID) -> PersonID? {
        maker == AccountID(0) ? nil : PersonID(maker)
    }
}

extension Invitation {
    /// Whose password it renews, if it does.
    fileprivate var recovers: PersonID? {
        if case .recovery(let id) = purpose { return PersonID(id) }
        return nil
    }
}

extension CaseEvent {
    fileprivate var deed: (what: AuditEntry.Deed, by: PersonID?, on: PersonID?)? {
        switch self {
        case .handoverAsked(let to, let by): (.handoverAsked, by, PersonID(to))
        case .handoverAccepted(let by): (.handoverAccepted, by, nil)
        case .handoverDropped(let by): (.handoverDropped, by, nil)
        case .consented(let reader, let agrees, let by):
            (agrees ? .consented : .consentWithheld, by, PersonID(reader))
        case .covered(let account, _, let by): (.covered, by, PersonID(account))
        case .coverEnded(let by): (.coverEnded, by, nil)
        case .carerAdded(let account, let by): (.carerAdded, by, PersonID(account))
        case .carerRemoved(let account, let by): (.carerRemoved, by, PersonID(account))
        case .closed(let by): (.caseClosed, by, nil)
        case .woken: (.caseWoken, nil, nil)
        case .answered: nil
        }
    }
}

extension MeetingEvent {
    fileprivate var deed: (what: AuditEntry.Deed, by: PersonID?, on: PersonID?)? {
        switch self {
        case .planned(_, let by): (.sessionPlanned, by, nil)
        case .moved(_, _, let by): (.sessionMoved, by, nil)
        case .skipped(_, let by): (.sessionSkipped, by, nil)
        case .opened(_, let by): (.sessionOpened, by, nil)
        case .extended(_, _, let by): (.sessionExtended, by, nil)
        case .locked(_, let isLocked, let by):
            (isLocked ? .sessionLocked : .sessionUnlocked, by, nil)
        case .closed(_, let by): (.sessionClosed, by, nil)
        case .absent(_, let account): (.sessionMissed, nil, PersonID(account))
        case .admitted(let person, let by): (.admitted, by, person)
        case .denied(let person, let by): (.denied, by, person)
        case .knockDenied(let person, let by): (.knockDenied, by, person)
        case .rulesSet(_, _, let by): (.rulesSet, by, nil)
        case .rulesAccepted(let account, _): (.rulesAccepted, PersonID(account), nil)
        case .summarised(_, let by): (.summarised, by, nil)
        case .rung(.unattended, _): (.sessionUnattended, nil, nil)
        // What people say of themselves, and what is only said or noted, is nobody's deed.
        case .waiting, .told, .answered, .felt, .presence, .rung: nil
        }
    }
}

extension Centre {
    /// Looking into the audit, which is itself in the audit.
    public func audit(
        _ subject: AuditRequest.Subject, by actor: Actor
    ) throws(Refusal) -> Fact {
        guard may(actor, .audit) else { throw .notAllowed(.audit) }
        switch subject {
        case .room(let id):
            guard rooms[id] != nil else { throw .noSuchRoom }
            return Fact(.audited(id, nil, by: actor.person))
        case .account(let id):
            guard account(id) != nil else { throw .noSuchAccount }
            return Fact(.audited(.none, id, by: actor.person))
        }
    }
}
