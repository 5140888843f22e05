import Dispatch
import Engine
import Glibc
import IRC
import Rooms
import Store
import Synchronization
import Testing
import Wire

@testable import sandalid

/// Files that are opened when somebody comes and closed when it is quiet.
@Suite(.timeLimit(.minutes(1)))
struct CentreDoorTests {
    @Test func `what comes while a file is opened goes in afterwards, in its order`() async throws {
        let house = House(open: 4)
        let door = house.door("east")
        house.hold()
        for number in 1...50 { door.receive([.closedAndOpened(number)]) }
        house.letGo()
        try await house.until { $0.heard["east", default: []].count == 50 }
        #expect(house.state.withLock { $0.heard["east"] } == Array(1...50))
        #expect(house.state.withLock { $0.openings["east"] } == 1)
    }

    @Test func `who goes while a file is opened is not left behind in there`() async throws {
        let house = House(open: 4)
        let door = house.door("east")
        house.hold()
        door.receive([.closedAndOpened(1)])
        door.receive([.closed(House.someone, .failed)])
        house.letGo()
        try await house.until { $0.gone["east"] == 1 }
        #expect(house.state.withLock { $0.heard["east"] } == [1])
    }

    @Test func `what changes while a file is opened holds in there`() async throws {
        let house = House(open: 4)
        let door = house.door("east")
        house.hold()
        door.receive([.closedAndOpened(1)])
        door.change(door.configuration)
        house.letGo()
        try await house.until { $0.heard["east"] == [1] }
        #expect(house.state.withLock { $0.replaced } == ["east"])
        door.change(door.configuration)
        #expect(house.state.withLock { $0.replaced } == ["east", "east"])
        // Where nothing has changed nobody is told anything.
        house.door("west").receive([.closedAndOpened(1)])
        try await house.until { $0.heard["west"] == [1] }
        #expect(house.state.withLock { $0.replaced } == ["east", "east"])
    }

    @Test func `whoever reads what is greeted with keeps nobody out of the door`() async throws {
        let house = House(open: 4)
        let door = house.door("east")
        door.receive([.closedAndOpened(1)])
        try await house.until { $0.heard["east"] == [1] }
        // Whoever held the lock would wait for themselves.
        house.state.withLock { $0.whileGreeting = { door.receive([.closedAndOpened(2)]) } }
        door.change(door.configuration)
        #expect(house.state.withLock { $0.heard["east"] } == [1, 2])
        #expect(house.state.withLock { $0.replaced } == ["east"])
    }

    @Test func `a door that was not closed for good after all lets in again`() async throws {
        let house = House(open: 8)
        let door = house.door("a")
        door.receive([.closedAndOpened(1)])
        try await house.until { $0.heard["a"] == [1] }
        door.close(.removed) { false }
        door.receive([.closedAndOpened(2)])
        try await house.until { $0.heard["a"] == [1, 2] }
    }

    @Test func `what is always open is counted once, also after it was closed for a while`()
        async throws
    {
        let house = House(open: 8)
        let door = house.door("a")
        house.keeper.pin(door)
        for number in 1...2 {
            door.receive([.closedAndOpened(number)])
            try await house.until { $0.heard["a"]?.count == number }
            let open = await withCheckedContinuation { continuation in
                house.keeper.count { continuation.resume(returning: $0) }
            }
            #expect(open == 0)
            door.close(.restored) { false }
        }
    }

    @Test func `of those where it is quiet the one that has rested longest is closed`() async throws
    {
        let house = House(open: 2)
        for (number, name) in ["a", "b", "c"].enumerated() {
            house.door(name).receive([.closedAndOpened(number)])
            try await house.until { $0.heard[name]?.count == 1 }
        }
        try await house.until { $0.asleep == ["a"] }
        // It opens again by itself, and then b has rested longest.
        house.door("a").receive([.closedAndOpened(9)])
        try await house.until { $0.heard["a"] == [0, 9] && $0.asleep == ["a", "b"] }
    }

    @Test func `where somebody is connected it stays open`() async throws {
        let house = House(open: 1)
        house.state.withLock { $0.busy = ["a"] }
        for name in ["a", "b", "c"] {
            house.door(name).receive([.closedAndOpened(1)])
            try await house.until { $0.heard[name]?.count == 1 }
        }
        try await house.until { $0.asleep == ["b"] }
        #expect(house.door("a").isOpen && house.door("c").isOpen)
    }

    @Test func `when people go, files are closed until no more are open than may be`() async throws
    {
        let house = House(open: 1)
        house.state.withLock { $0.busy = ["a", "b", "c"] }
        for name in ["a", "b", "c"] {
            house.door(name).receive([.closedAndOpened(1)])
            try await house.until { $0.heard[name]?.count == 1 }
        }
        #expect(house.state.withLock { $0.asleep } == [])
        house.state.withLock { $0.busy = [] }
        house.door("c").receive([.closed(House.someone, .closedByPeer)])
        try await house.until { $0.asleep == ["a", "b"] }
    }

    @Test func `where it has been quiet for long the file is closed`() async throws {
        let house = House(open: 8, quiet: .milliseconds(1))
        house.door("a").receive([.closedAndOpened(1)])
        try await house.until { $0.asleep == ["a"] }
        // That somebody has gone is no reason to open it again.
        house.door("a").receive([.closed(House.someone, .closedByPeer)])
        #expect(!house.door("a").isOpen)
    }

    @Test func `whoever comes while a file is closed has it opened again, once`() async throws {
        let house = House(open: 8, quiet: .milliseconds(1))
        let door = house.door("a")
        for number in 1...200 {
            door.receive([.closedAndOpened(number)])
            // Now and then it is closed meanwhile.
            if number.isMultiple(of: 7) { sched_yield() }
        }
        try await house.until { $0.heard["a"]?.count == 200 }
        #expect(house.state.withLock { $0.heard["a"] } == Array(1...200))
        #expect(house.state.withLock { $0.openTogether } == 1)
    }

    @Test func `a file that cannot be opened is tried again, and then whoever waits is told`()
        async throws
    {
        let house = House(open: 8)
        house.state.withLock { $0.broken = ["a"] }
        let told = Mutex<[AdminReply]>([])
        house.door("a").perform(.status) { reply in
            told.withLock { $0.append(reply) }
            house.tell()
        }
        try await house.until { $0.openings["a"] == 3 }
        try await house.until { _ in told.withLock { !$0.isEmpty } }
        #expect(told.withLock { $0 } == [.refused(CentreReport.turnedAway("a", .unreachable))])
        house.state.withLock { $0.broken = [] }
        house.door("a").receive([.closedAndOpened(1)])
        try await house.until { $0.heard["a"] == [1] }
    }

    @Test func `a door that is closed for good opens no more`() async throws {
        let house = House(open: 8)
        let door = house.door("a")
        door.receive([.closedAndOpened(1)])
        try await house.until { $0.heard["a"] == [1] }
        door.close(.removed) {
            house.state.withLock { $0.done = true }
            house.tell()
            return true
        }
        try await house.until { $0.done }
        #expect(house.state.withLock { $0.dismissed } == ["a"])
        door.perform(.status) { reply in
            house.state.withLock {
                $0.refused = reply == .refused(CentreReport.turnedAway("a", .removed))
            }
            house.tell()
        }
        try await house.until { $0.refused }
        #expect(house.state.withLock { $0.openings["a"] } == 1)
    }

    @Test func `what is done while a file is closed is done before it opens again`() async throws {
        let house = House(open: 8)
        let door = house.door("a")
        door.receive([.closedAndOpened(1)])
        try await house.until { $0.heard["a"] == [1] }
        door.close(.restored) {
            door.receive([.closedAndOpened(2)])
            house.state.withLock { $0.done = $0.openTogether == 1 && $0.heard["a"] == [1] }
            return false
        }
        try await house.until { $0.heard["a"] == [1, 2] }
        #expect(house.state.withLock { $0.done })
    }

    @Test func `a centre that sleeps is woken when its time has come`() async throws {
        let house = House(open: 8, quiet: .milliseconds(1))
        house.state.withLock { $0.due = house.clock.now.advanced(seconds: 3_600) }
        house.door("a").receive([.closedAndOpened(1)])
        try await house.until { $0.asleep.count == 1 }
        #expect(house.state.withLock { $0.openings["a"] } == 1)
        house.state.withLock { $0.due = nil }
        #expect(house.clock.advance(seconds: 3_600))
        house.keeper.clockMoved()
        try await house.until { $0.openings["a"] == 2 }
    }
}

/// Centres that are nothing but a list of what they have heard.
private final class House: Sendable {
    struct State {
        var heard: [String: [Int]] = [:]
        /// How many were said to have gone.
        var gone: [String: Int] = [:]
        var openings: [String: Int] = [:]
        var openNow: [String: Int] = [:]
        /// The most that one centre was open at a time.
        var openTogether = 0
        /// Those that were closed, in their order.
        var asleep: [String] = []
        var dismissed: [String] = []
        var replaced: [String] = []
        var busy: Set<String> = []
        var broken: Set<String> = []
        var due: Moment?
        var done = false
        var refused = false
        var doors: [String: CentreDoor] = [:]
        /// What happens while somebody finds out how to greet; once.
        var whileGreeting: (@Sendable () -> Void)?
    }

    static let someone = ConnectionID(loop: 0, slot: 1, generation: 1)
    let state = Mutex(State())
    let clock = ServerClock(isMovable: true)
    let keeper: CentreKeeper
    private let gate = DispatchSemaphore(value: 1)
    private let news: AsyncStream<Void>
    private let teller: AsyncStream<Void>.Continuation

    init(open: Int, quiet: Duration = .seconds(60)) {
        (news, teller) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let box = Box()
        var limits = CentreKeeper.Limits(open: open, quiet: quiet)
        limits.threshold = .zero
        limits.trimAfter = .zero
        limits.tryAfter = .milliseconds(1)
        keeper = CentreKeeper(limits, disks: DiskQueues(), clock: clock) { door, _ in
            guard let house = box.house.withLock({ $0 }) else { throw Complaint("gone") }
            return try house.open(door)
        }
        box.house.withLock { $0 = self }
    }

    /// Keeps files from being opened.
    func hold() { gate.wait() }
    func letGo() { gate.signal() }

    func tell() { teller.yield() }

    /// Waits until this is so; looks again whenever something has happened.
    func until(_ isSo: @escaping @Sendable (State) -> Bool) async throws {
        if isSo(state.withLock { $0 }) { return }
        for await _ in news where isSo(state.withLock { $0 }) { return }
        throw CancellationError()
    }

    func door(_ name: String) -> CentreDoor {
        state.withLock { state in
            if let door = state.doors[name] { return door }
            let door = CentreDoor(name, Self.configuration, keeper) { configuration, name in
                if let during = self.state.withLock({ $0.whileGreeting.take() }) { during() }
                return Welcome(configuration, centre: name)
            }
            state.doors[name] = door
            return door
        }
    }

    private static let configuration = Settings.standardConfiguration

    private func open(_ door: CentreDoor) throws -> any WorkingCentre {
        gate.wait()
        defer {
            gate.signal()
            tell()
        }
        try state.withLock { state in
            state.openings[door.name, default: 0] += 1
            if state.broken.contains(door.name) { throw Complaint("broken") }
            state.openNow[door.name, default: 0] += 1
            state.openTogether = max(state.openTogether, state.openNow[door.name] ?? 0)
        }
        return Room(door.name, self)
    }

    /// The keeper must not keep it alive.
    private final class Box: Sendable {
        let house = Mutex<House?>(nil)
    }

    private final class Room: WorkingCentre {
        let name: String
        let house: House

        init(_ name: String, _ house: House) {
            self.name = name
            self.house = house
        }

        func receive(_ batch: [Arrival]) {
            house.state.withLock { state in
                state.heard[name, default: []] += batch.compactMap(\.number)
                for case .closed in batch { state.gone[name, default: 0] += 1 }
            }
            house.tell()
        }

        func attend() {}

        func perform(_ command: AdminCommand, reply: @escaping @Sendable (AdminReply) -> Void) {
            reply(.done([]))
        }

        func replace(_ welcome: Welcome) {
            house.state.withLock { $0.replaced.append(name) }
        }

        func clockMoved() {}

        func dismiss(_ why: Dismissal) { house.state.withLock { $0.dismissed.append(name) } }

        func whenQuiet(_ answer: @escaping @Sendable (Bool) -> Void) {
            let isQuiet = house.state.withLock { !$0.busy.contains(name) }
            DispatchQueue.global().async { answer(isQuiet) }
        }

        func finish(_ completion: @escaping @Sendable (CentreRest) -> Void) {
            DispatchQueue.global().async { [self] in
                let due = house.state.withLock { state in
                    state.openNow[name, default: 1] -= 1
                    return state.due
                }
                completion(CentreRest(isClean: true, pace: Pace(), due: due))
                house.state.withLock { $0.asleep.append(name) }
                house.tell()
            }
        }
    }
}

extension Arrival {
    /// A line that is told from others by its number.
    fileprivate static func closedAndOpened(_ number: Int) -> Arrival {
        .broken(House.someone, .tooLong(limit: number))
    }

    fileprivate var number: Int? {
        if case .broken(_, .tooLong(let number)) = self { number } else { nil }
    }
}

extension Settings {
    /// What holds where nothing is said.
    fileprivate static let standardConfiguration: ServerConfiguration = {
        do {
            return ServerConfiguration(try Settings(file: nil))
        } catch {
            preconditionFailure("the defaults are right")
        }
    }()
}
