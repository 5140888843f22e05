import Rooms
import Testing

/// What is left in the state of somebody who was erased: nothing that tells who it was.
@Suite struct ErasingTests {
    @Test func `nothing in a snapshot tells which of two accounts it was that did all this`() throws
    {
        var one = try Doings(by: 2)
        var other = try Doings(by: 3)
        #expect(one.traces.count > 40)
        #expect(one.town.centre != other.town.centre)
        try one.eraseBoth()
        try other.eraseBoth()
        #expect(one.traces == [])
        #expect(one.town.centre == other.town.centre)
        #expect(one.town.centre.snapshot == other.town.centre.snapshot)
        let again = try Centre(
            policy: .support, snapshot: one.town.centre.snapshot,
            version: Centre.snapshotVersion)
        #expect(again == one.town.centre)
        #expect(try one.town.replayed() == one.town.centre)
    }

    @Test func `a report stays when whoever wrote the text, or reported it, is erased`() throws {
        var doings = try Doings(by: 2)
        let before = doings.town.centre.reports.open.map(\.at)
        try doings.eraseBoth()
        let reports = doings.town.centre.reports.open
        #expect(reports.map(\.at) == before && before.count == 2)
        let lead = Actor(person: PersonID(AccountID(9)), roles: .lead)
        #expect(reports.allSatisfy { doings.town.centre.mayRead($0, lead) })
    }

    @Test func `a code for a parent still opens when the worker whom it names is erased`() throws {
        var doings = try Doings(by: 2)
        try doings.eraseBoth()
        let centre = doings.town.centre
        let found = try #require(centre.invitation(Town.named("code").key, at: centre.time))
        #expect(found.purpose == .account(.parent, rooms: [], worker: nil))
    }
}

/// An evening on which one account comes into every list that there is, as a parent and as staff.
private struct Doings {
    var town = Town()
    let account: AccountID
    var person: PersonID { PersonID(account) }

    /// - Parameter number: 2 or 3; the other of the two does nothing.
    init(by number: UInt32) throws {
        account = AccountID(number)
        let dilbar = try town.account("dilbar", [.facilitator, .lead, .administrator])
        _ = try town.account("one", [.parent, .facilitator, .worker])
        _ = try town.account("two", [.parent, .facilitator, .worker])
        let zarina = try town.account("zarina", .worker)
        let lola = try town.account("lola", .parent)
        let room = try town.room("#t", by: dilbar)
        try town.enter(room, dilbar)
        try ownThings(dilbar)
        try inTheRoom(room, dilbar)
        try atTheDoor(room, dilbar, lola)
        try inTheCircle(room, dilbar)
        try inWorkerChannels(zarina, lola)
        try reportsAndHolds(room, dilbar)
    }

    mutating func eraseBoth() throws {
        for number in [2, 3] as [UInt32] {
            town.make(try town.centre.erase(AccountID(number), by: .machine))
            town.make(Fact(.keeping(.finished(AccountID(number)))))
        }
    }

    // MARK: What they do

    private mutating func make(_ events: Event...) {
        for event in events { town.make(Fact(event)) }
    }

    private func meeting(_ room: RoomID, _ event: MeetingEvent) -> Event { .meeting(room, event) }

    private mutating func ownThings(_ staff: Actor) throws {
        let (device, token) = (Town.named("device").key, Town.named("token").key)
        make(
            .passwordSet(account), .scramSet(account), .deviceBound(account, device),
            .preference(.language(account, .tajik)), .preference(.persistence(account, true)),
            .access(.tokenGiven(account, token, device: device)),
            .access(.renewed(account, by: staff.account)),
            .access(.renewed(staff.account, by: account)),
            .access(.suspended(account, true, by: staff.person)),
            .keeping(.wished(account, .erase, .asked, by: person)))
        let purposes: [(String, AccountID, Invitation.Purpose)] = [
            ("own code", account, .account(.parent, rooms: [], worker: nil)),
            ("recovery", staff.account, .recovery(account)),
            ("code", staff.account, .account(.parent, rooms: [], worker: account)),
        ]
        for (number, (name, by, purpose)) in purposes.enumerated() {
            let code = Invitation(
                key: Town.named(name).key, by: by, number: UInt32(number + 1), purpose: purpose,
                expires: town.now.advanced(seconds: 3600))
            make(.invitation(.made(code)))
        }
    }

    private mutating func inTheRoom(_ room: RoomID, _ staff: Actor) throws {
        var saying = Saying(by: person, id: MessageID(bits: 7), manner: .message)
        saying.token = 77
        make(
            .enrolled(room, account, .halfOperator, by: staff.person),
            .entered(room, person, .halfOperator), .left(room, person, .parted),
            .invited(room, person, by: staff.person),
            .roomSet(room, .presence, PresenceRule.hidden.rawValue, by: staff.person),
            .entered(room, person, .halfOperator), .invited(room, person, by: staff.person),
            .topicSet(room, by: person), .maskAdded(room, .bans, by: person),
            .roomSet(room, .standIn, account.number, by: staff.person),
            .roomSet(room, .slow, 30, by: staff.person),
            .roomSet(room, .screen, Screens.newcomers.rawValue, by: staff.person),
            .said(room, saying))
    }

    private mutating func atTheDoor(_ room: RoomID, _ staff: Actor, _ parent: Actor) throws {
        let start = town.now
        for number in [1, 2] as [UInt32] {
            let plan = Session.Plan(
                number: number, series: 0, slot: start, start: start, seconds: 3600, weeks: 0)
            make(meeting(room, .planned(plan, by: staff.person)))
        }
        make(
            meeting(room, .waiting(person)), meeting(room, .answered(1, account, .late)),
            meeting(room, .opened(1, by: staff.person)), meeting(room, .felt(1, account, 4)),
            meeting(room, .rulesSet(1, nil, by: staff.person)),
            meeting(room, .rulesAccepted(account, 1)),
            meeting(room, .summarised(1, by: staff.person)),
            .caseOpened(RoomID(70), parent: parent.account, worker: account, by: staff.person),
            meeting(room, .absent(1, parent.account)), meeting(room, .absent(1, account)),
            .casework(RoomID(70), .handoverAsked(to: AccountID(4), by: person)),
            .casework(RoomID(70), .handoverAccepted(by: PersonID(AccountID(4)))),
            meeting(room, .presence(person, .cutOff)), meeting(room, .rung(.unattended, 1)),
            meeting(room, .admitted(person, by: staff.person)))
        let second = try town.room("#u", by: staff)
        let third = try town.room("#v", by: staff)
        make(
            meeting(second, .waiting(person)), meeting(third, .denied(person, by: staff.person)))
    }

    private mutating func inTheCircle(_ room: RoomID, _ staff: Actor) throws {
        func circle(_ event: CircleEvent) -> Event { .circle(room, event) }
        let later = town.now.advanced(seconds: 600)
        make(
            circle(.handRaised(person, hasComment: true)),
            circle(.roundBegun([person, staff.person], by: staff.person)),
            circle(.floorGiven(person, ends: later, by: staff.person)),
            circle(.floorEnded(person, .done, by: nil)),
            circle(.floorGiven(person, ends: later, by: staff.person)),
            circle(.handRaised(person, hasComment: true)),
            circle(.muted(person, until: later, hasReason: true, by: staff.person)))
        let side = try town.room("#side", by: staff)
        make(
            circle(.asideBegun(person, with: staff.person, side, by: staff.person)),
            circle(.asideBegun(staff.person, with: person, side, by: person)),
            .circle(side, .banned(account, until: nil, hasReason: true, by: staff.person)))
    }

    private mutating func inWorkerChannels(_ worker: Actor, _ parent: Actor) throws {
        let names = ["&own", "&carer", "&covered", "&asked"].map { Town.named($0) }
        for (index, name) in names.enumerated() {
            let id = RoomID(UInt32(80 + index))
            let own = index == 0 ? account : parent.account
            make(
                .roomMade(id, .worker, name: name.key, [], by: worker.person),
                .caseOpened(id, parent: own, worker: worker.account, by: worker.person))
        }
        make(
            .casework(RoomID(81), .carerAdded(account, by: worker.person)),
            .casework(RoomID(82), .covered(account, until: town.now, by: worker.person)),
            .casework(RoomID(83), .handoverAsked(to: account, by: worker.person)),
            .entered(RoomID(81), person, []), .entered(RoomID(82), person, []))
    }

    private mutating func reportsAndHolds(_ room: RoomID, _ staff: Actor) throws {
        var held = Saying(by: person, id: MessageID(bits: 8), manner: .message)
        held.token = 78
        make(.circle(room, .held(number: 1, held, .newcomer)))
        let refused = town.centre.position
        make(
            .circle(room, .heldEnded(at: refused, released: false, by: staff.person)),
            .circle(room, .held(number: 2, held, .newcomer)),
            .circle(
                room,
                .reported(
                    number: 1, textAt: Position(5), author: person, by: staff.person, .harm, .lead)
            ),
            .circle(
                room,
                .reported(
                    number: 2, textAt: Position(6), author: staff.person, by: person, .worry,
                    .staff)))
    }

    // MARK: Where they are in the state

    /// The places in the state that name the account, but for the account's own.
    var traces: [String] {
        town.centre.accounts.enumerated().flatMap { index, own in
            own.id == account ? [] : traces(of: own, at: "accounts[\(index)]")
        }
            + Mirror(reflecting: town.centre).children.flatMap { child in
                child.label == "accounts" ? [] : traces(of: child.value, at: child.label ?? "")
            }
    }

    private func traces(of value: Any, at path: String) -> [String] {
        if let id = value as? AccountID { return id == account ? [path] : [] }
        if let id = value as? PersonID { return id == person ? [path] : [] }
        return Mirror(reflecting: value).children.enumerated().flatMap { index, child in
            traces(of: child.value, at: "\(path).\(child.label ?? "\(index)")")
        }
    }
}
