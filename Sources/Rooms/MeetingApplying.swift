/// What must be known besides the event to write down what happened.
struct MeetingScene {
    let position: Position
    let time: Moment
    /// Who is in the room now.
    let members: [Room.Member]
    /// Who may come, ordered.
    let listed: [AccountID]
    /// Who answers for the family that the event is about.
    var workers: [AccountID] = []
    /// Whom to call when nobody of the staff is there.
    var standIn: AccountID?
}

extension Meetings {
    /// Writes down what happened. Cannot refuse.
    mutating func apply(_ event: MeetingEvent, _ scene: MeetingScene) {
        switch event {
        case .planned(let plan, _): add(plan)
        case .moved(let number, let to, let by): move(number, to, by, scene)
        case .skipped(let number, let by):
            skip(number, by, scene)
            if open == nil { standingIn = nil }
        case .opened(let number, _): open(number, scene)
        case .extended(let number, let seconds, _):
            change(number) {
                $0.plan.seconds = $0.plan.seconds &+ seconds
                $0.rung.remove(.timeUp)
            }
        case .locked(let number, let isLocked, _): change(number) { $0.isLocked = isLocked }
        case .closed(let number, _): close(number, scene.time)
        case .absent(let number, let account):
            guard let start = session(number)?.plan.start else { return }
            owe(.absence(number, account, start), to: scene.workers)
        case .told(let accounts):
            let told = Set(accounts)
            owed.removeAll { told.contains($0.account) }
        case .answered(let number, let account, let coming):
            change(number) { $0.answer(account, coming) }
        case .felt(let number, let account, let value):
            change(number) { $0.feel(account, value, at: scene.time) }
        case .summarised(_, let by):
            let guests = scene.members.compactMap(\.person.account)
                .filter { !scene.listed.contains($0) }
            owe(.summary(scene.position), to: scene.listed + guests, besides: by)
        case .rung(let bell, let number): ring(bell, number, scene)
        default: applyAtDoor(event, scene)
        }
    }

    private mutating func applyAtDoor(_ event: MeetingEvent, _ scene: MeetingScene) {
        switch event {
        case .waiting(let person): wait(person, scene)
        case .admitted(let person, _):
            denied.removeAll { $0 == person }
            Self.insert(person, in: &admitted)
        case .denied(let person, _):
            noteAtDoor(person)
            waiting.removeAll { $0.person == person }
            places.removeAll { $0.person == person }
            admitted.removeAll { $0 == person }
            Self.insert(person, in: &denied)
        case .rulesSet(let version, let language, _):
            if version > rulesVersion {
                rulesVersion = version
                rules = []
            }
            rules.removeAll { $0.language == language }
            rules.append(RulesText(language: language, at: scene.position))
        case .rulesAccepted(let account, let version):
            accepted.removeAll { $0.account == account }
            accepted.append(Acceptance(account: account, version: version))
            accepted.sort { $0.account < $1.account }
        case .presence(let person, .cutOff): cut(person, scene)
        case .presence(let person, .returned): back(person, scene)
        case .presence(let person, .placeLost): places.removeAll { $0.person == person }
        case .presence(let person, .leftLobby):
            waiting.removeAll { $0.person == person }
        default: break
        }
    }

    /// Comes into the lobby; whoever was cut off there is where they were before.
    private mutating func wait(_ person: PersonID, _ scene: MeetingScene) {
        noteAtDoor(person)
        let kept = place(of: person).flatMap { $0.isInside ? nil : $0.came }
        places.removeAll { $0.person == person }
        guard !isWaiting(person) else { return }
        let since = kept ?? scene.time
        let behind = waiting.firstIndex { $0.since > since } ?? waiting.endIndex
        waiting.insert(Waiting(person: person, since: since), at: behind)
    }

    /// Writes down that somebody was at the door of the session that is open.
    private mutating func noteAtDoor(_ person: PersonID) {
        guard let account = person.account,
            let index = sessions.firstIndex(where: { $0.stage == .open })
        else { return }
        sessions[index].noteAtDoor(account)
    }

    // MARK: Sessions

    private mutating func move(
        _ number: UInt32, _ to: Moment, _ by: PersonID, _ scene: MeetingScene
    ) {
        guard let before = session(number)?.plan.start else { return }
        change(number) {
            $0.plan.start = to
            // Whoever reads of the new date needs no reminder of it within a day.
            let reminds = to.advanced(seconds: -Limit.reminderSeconds)
            $0.rung = reminds <= scene.time ? [.reminder] : []
        }
        // Who has not yet been told of one move is told of both as of one.
        var known: [AccountID: Moment] = [:]
        for one in owed {
            if case .moved(number, let from) = one.notice { known[one.account] = from }
        }
        withdraw { $0.announces == number }
        for account in scene.listed {
            owe(.moved(number, from: known[account] ?? before), to: [account], besides: by)
        }
    }

    private mutating func change(_ number: UInt32, _ change: (inout Session) -> Void) {
        guard let index = sessions.firstIndex(where: { $0.plan.number == number }) else { return }
        change(&sessions[index])
    }

    private mutating func add(_ plan: Session.Plan) {
        guard session(plan.number) == nil else { return }
        sessions.append(Session(plan))
        sessions.sort { $0.plan.number < $1.plan.number }
        nextNumber = max(nextNumber, plan.number &+ 1)
    }

    private mutating func skip(_ number: UInt32, _ by: PersonID?, _ scene: MeetingScene) {
        guard let session = session(number), session.stage == .planned else { return }
        sessions.removeAll { $0.plan.number == number }
        withdraw { $0.announces == number }
        guard let by else { return }
        owe(.skipped(number, session.plan.start), to: scene.listed, besides: by)
    }

    private mutating func open(_ number: UInt32, _ scene: MeetingScene) {
        for index in sessions.indices where sessions[index].stage == .closed {
            sessions[index].stage = .sealed
        }
        let here = scene.members.map(\.person).filter { place(of: $0) == nil }
        let atDoor = (waiting.map(\.person) + denied).compactMap(\.account)
        change(number) {
            guard $0.stage == .planned else { return }
            $0.stage = .open
            $0.opened = scene.time
            $0.openedAt = scene.position
            for account in here.compactMap(\.account) { $0.attend(account, at: scene.time) }
            for account in atDoor { $0.noteAtDoor(account) }
        }
        withdraw { $0.announces == number }
    }

    private mutating func close(_ number: UInt32, _ now: Moment) {
        change(number) {
            guard $0.stage == .open else { return }
            $0.stage = .closed
            $0.closed = now
            for index in $0.attendances.indices { $0.attendances[index].end(at: now) }
        }
        withdraw { $0.announces == number }
        (waiting, places, admitted, denied) = ([], [], [], [])
        (unattendedSince, cutsSince, cutsTold) = (nil, nil, nil)
        (standingIn, awaitsStaff) = (nil, false)
        let over = sessions.filter { $0.stage != .planned && $0.stage != .open }
        guard over.count > Limit.sessionsKept, let oldest = over.first else { return }
        sessions.removeAll { $0.plan.number == oldest.plan.number }
    }

    private mutating func ring(
        _ bell: MeetingEvent.Bell, _ number: UInt32, _ scene: MeetingScene
    ) {
        switch bell {
        case .reminder:
            change(number) { $0.rung.insert(.reminder) }
            guard let session = session(number), scene.time < session.plan.start else { return }
            owe(.reminder(number), to: scene.listed)
        case .lobby: change(number) { $0.rung.insert(.lobby) }
        case .begins: change(number) { $0.rung.insert(.begins) }
        case .unopened:
            change(number) { $0.rung.insert(.unopened) }
            guard !waiting.isEmpty, let standIn = scene.standIn else { return }
            call(standIn, at: scene.position)
            owe(.page(number), to: [standIn])
        case .timeUp: change(number) { $0.rung.insert(.timeUp) }
        case .cuts: (cutsSince, cutsTold) = (nil, nil)
        case .unattended:
            if unattendedSince == nil { unattendedSince = scene.time }
            awaitsStaff = false
            if let standIn = scene.standIn, let open {
                call(standIn, at: scene.position)
                owe(.page(open.plan.number), to: [standIn])
            }
        case .sealed:
            change(number) { if $0.stage == .closed { $0.stage = .sealed } }
            if open == nil { places.removeAll { $0.isInside } }
        }
    }

    // MARK: What is owed

    private mutating func owe(
        _ notice: Notice, to accounts: [AccountID], besides: PersonID? = nil
    ) {
        for account in accounts where PersonID(account) != besides {
            let one = Owed(account: account, notice: notice)
            if !owed.contains(one) { owed.append(one) }
        }
        if owed.count > Limit.noticesOwed { owed.removeFirst(owed.count - Limit.noticesOwed) }
    }

    private mutating func withdraw(_ isStale: (Notice) -> Bool) {
        owed.removeAll { isStale($0.notice) }
    }

    private static func insert(_ person: PersonID, in list: inout [PersonID]) {
        guard !list.contains(person) else { return }
        list.append(person)
        list.sort()
    }
}

// MARK: Who is there

extension Meetings {
    /// Writes down that somebody came into the room.
    mutating func come(_ person: PersonID, _ prefixes: Prefixes, at now: Moment) {
        waiting.removeAll { $0.person == person }
        places.removeAll { $0.person == person }
        if prefixes.moderates { attend() }
        attendance(of: person) { $0.begin(at: now) }
    }

    /// Writes down that somebody went out of it.
    mutating func go(_ person: PersonID, at now: Moment) {
        places.removeAll { $0.person == person }
        attendance(of: person) { $0.end(at: now) }
    }

    /// Somebody of the staff is there again.
    mutating func attend() {
        unattendedSince = nil
        awaitsStaff = false
        withdraw { if case .page = $0 { true } else { false } }
    }

    /// The server came up: nobody is there, and the places of those who were are kept.
    ///
    /// - Parameter before: the time of the last event; until then they were there.
    mutating func restart(_ scene: MeetingScene, before: Moment) {
        for index in places.indices {
            places[index].since = scene.time
            places[index].at = scene.position
        }
        for one in waiting { keep(one.person, isInside: false, [], scene, came: one.since) }
        waiting = []
        (cutsSince, cutsTold) = (nil, nil)
        // The ten minutes run on, but whoever would be back has the time to.
        let back = Limit.returnSeconds + Limit.cutSeconds
        let earliest = scene.time.advanced(seconds: back - Limit.unattendedSeconds)
        unattendedSince = unattendedSince.map { max($0, earliest) }
        // What is over can still be read where it was.
        guard open != nil || closing != nil else { return }
        for member in scene.members {
            attendance(of: member.person) { $0.end(at: before) }
            if place(of: member.person) == nil {
                keep(member.person, isInside: true, member.prefixes, scene)
            }
        }
        guard open != nil else { return }
        // What is written from now on waits until one of the staff is back.
        awaitsStaff = true
        // Half a minute to be back before staff are told who is not, or anybody else is called.
        cutsSince = scene.time
        cutsTold = scene.time.advanced(seconds: Limit.returnSeconds + Limit.cutSeconds)
    }

    fileprivate mutating func cut(_ person: PersonID, _ scene: MeetingScene) {
        if let since = waiting.first(where: { $0.person == person })?.since {
            waiting.removeAll { $0.person == person }
            return keep(person, isInside: false, [], scene, came: since)
        }
        guard let member = scene.members.first(where: { $0.person == person }) else { return }
        keep(person, isInside: true, member.prefixes, scene)
        attendance(of: person) {
            $0.end(at: scene.time)
            $0.cuts = $0.cuts &+ 1
        }
        if open != nil, cutsSince == nil {
            cutsSince = scene.time
            cutsTold = scene.time.advanced(seconds: Limit.cutSeconds)
        }
    }

    fileprivate mutating func back(_ person: PersonID, _ scene: MeetingScene) {
        places.removeAll { $0.person == person }
        guard let member = scene.members.first(where: { $0.person == person }) else { return }
        if member.prefixes.moderates { attend() }
        attendance(of: person) { $0.begin(at: scene.time) }
    }

    private mutating func keep(
        _ person: PersonID, isInside: Bool, _ prefixes: Prefixes, _ scene: MeetingScene,
        came: Moment? = nil
    ) {
        places.removeAll { $0.person == person }
        places.append(
            Place(
                person: person, since: scene.time, at: scene.position, isInside: isInside,
                prefixes: prefixes, came: came ?? scene.time))
        places.sort { $0.person < $1.person }
    }

    private mutating func attendance(
        of person: PersonID, _ change: (inout Attendance) -> Void
    ) {
        guard let account = person.account,
            let place = sessions.firstIndex(where: { $0.stage == .open })
        else { return }
        sessions[place].change(account, change)
    }
}

extension Session {
    fileprivate mutating func attend(_ account: AccountID, at now: Moment) {
        change(account) { $0.begin(at: now) }
    }

    /// Changes how an account is there; who was not there so far begins with it.
    fileprivate mutating func change(
        _ account: AccountID, _ change: (inout Attendance) -> Void
    ) {
        if let index = attendances.firstIndex(where: { $0.account == account }) {
            return change(&attendances[index])
        }
        var new = Attendance(account: account, cameIn: opened, wentOut: opened)
        change(&new)
        guard let since = new.since else { return }
        new.cameIn = since
        attendances.append(new)
        attendances.sort { $0.account < $1.account }
    }

    fileprivate mutating func noteAtDoor(_ account: AccountID) {
        guard !atDoor.contains(account) else { return }
        atDoor.append(account)
        atDoor.sort()
    }

    fileprivate mutating func answer(_ account: AccountID, _ coming: Coming) {
        answers.removeAll { $0.account == account }
        answers.append(Answer(account: account, coming: coming))
        answers.sort { $0.account < $1.account }
    }

    /// In the first half of a session one says how one comes in, after it how one goes out.
    fileprivate mutating func feel(_ account: AccountID, _ value: UInt8, at now: Moment) {
        let isOut = isGoingOut(at: now)
        guard !moods.contains(where: { $0.account == account && $0.isOut == isOut }) else {
            return
        }
        moods.append(Mood(account: account, value: value, isOut: isOut))
    }

    /// Whether a mood that is said now is one of going out.
    func isGoingOut(at now: Moment) -> Bool {
        guard stage == .open else { return stage != .planned }
        let half = (opened.milliseconds + max(opened, ends).milliseconds) / 2
        return now.milliseconds >= half
    }
}
