import Dispatch
import IRC
import Rooms
import Store
import Synchronization
import TLS
import Transport
import Wire

/// Every centre of a process, by its name and by its host names.
///
/// A name that is no centre's gets a door too, behind which nobody is: what is not yours does not
/// exist, and neither words nor time tell it from what does.
final class CentreRegistry: Router, Sendable {
    let keeper: CentreKeeper
    let operators: OperatorLog
    let clock: ServerClock
    let home: CentreDoor
    let map: Mutex<Map>
    /// The server's certificate, for who asks how it is; nil without TLS.
    let certificate = Mutex<TLSServerContext?>(nil)
    private let alone: Switch
    /// Host names are found out one after the other: the last to look is the last to say.
    private let finding = Mutex(())
    private let bell: Bell
    private let opener: CentreOpener

    struct Map {
        /// By their folded names, the default one among them.
        var doors: [[UInt8]: CentreDoor] = [:]
        /// By what clients ask for under TLS.
        var hosts: [[UInt8]: Host] = [:]
        /// The last names that were no centre's.
        var unknown: [[UInt8]: CentreDoor] = [:]
        /// Those whose files are being moved aside: not served, and there all the same.
        var leaving: Set<[UInt8]> = []
        /// The server's own settings.
        var settings: Settings {
            didSet { blank = settings.blank }
        }
        /// How a centre is configured that says nothing of itself: so are those that there are not.
        var blank: ServerConfiguration

        init(_ settings: Settings) {
            self.settings = settings
            blank = settings.blank
        }
    }

    /// What a host name leads to, ready for the event loops.
    struct Host {
        let name: [UInt8]
        let welcome: Welcome
    }

    enum Limit {
        /// Names that are no centre's and are remembered.
        static let unknown = 256
    }

    /// Finds the centres of the data directory. Their files stay closed.
    ///
    /// - Parameters:
    ///   - settings: the server's own.
    ///   - acceptsLoss: whether to open centres although keys of theirs are lost.
    init(_ settings: Settings, _ operators: OperatorLog, acceptsLoss: Bool = false) throws {
        let configuration = ServerConfiguration(settings)
        self.operators = operators
        clock = ServerClock(isMovable: configuration.hasTestClock)
        alone = Switch(true)
        bell = Bell()
        let shared = CentreSurroundings(
            clock: clock, acceptsLoss: acceptsLoss, remembering: configuration.rememberedSeconds
        ) { [alone] in alone.isUp }
        let opener = CentreOpener(
            shared: shared, operators: operators, bell: bell,
            secret: try UnknownSecret.read(configuration.dataDirectory))
        self.opener = opener
        keeper = CentreKeeper(
            CentreKeeper.Limits(configuration.limits), disks: shared.disks, clock: clock,
            putAway: { operators.debug("put-away", ["centre": .setting($0.name)]) }
        ) { door, loops in try opener.open(door, loops) }
        home = CentreDoor(configuration.defaultCentre, configuration, keeper)
        map = Mutex(Map(settings))
        map.withLock { $0.doors = [Self.key(home.name): home] }
        for name in try CentreFiles(configuration).names() { adopt(name, settings) }
        findHosts()
    }

    /// Opens the default centre's log, which stays open.
    ///
    /// - Returns: how many events were read.
    func openHome() throws -> Int {
        let (host, events) = try opener.host(home, create: true)
        opener.ready(host, home, keeper.loops)
        keeper.pin(home)
        home.opened(host)
        return events
    }

    /// Lets everybody in.
    ///
    /// - Parameter rehash: called when an operator of a centre asks for its settings to be read
    /// again.
    func serve(_ loops: [EventLoop], rehash: @escaping @Sendable (CentreDoor) -> Void) {
        bell.hang(rehash)
        keeper.serve(loops)
    }

    /// Opens one centre after the other for a moment, so that each learns that the server was away,
    /// and what is due there is known.
    func survey() { look(into: doors.filter { $0 !== home }[...]) }

    private func look(into rest: ArraySlice<CentreDoor>) {
        guard let door = rest.first else { return }
        door.perform(.status) { [weak self] _ in self?.look(into: rest.dropFirst()) }
    }

    /// Closes all files.
    func finish(_ completion: @escaping @Sendable () -> Void) {
        let group = DispatchGroup()
        for door in doors {
            group.enter()
            door.close(nil) {
                group.leave()
                return true
            }
        }
        group.notify(queue: .global(), execute: completion)
    }

    // MARK: Finding

    /// What a centre is found by.
    static func key(_ name: String) -> [UInt8] { Name.folded(Array(name.utf8)[...]) }

    /// All there are, sorted by their names.
    var doors: [CentreDoor] { map.withLock { $0.doors.values.sorted { $0.name < $1.name } } }

    /// The centre of this name, for those who may know whether there is one.
    func door(_ name: String) -> CentreDoor? { map.withLock { $0.doors[Self.key(name)] } }

    func centre(named given: [UInt8]) -> (any CentrePort)? {
        if given.isEmpty { return home }
        let name = Name.folded(given[...])
        return map.withLock { map in map.doors[name] ?? unknown(name, &map) }
    }

    func openCentre(named given: [UInt8]) -> (any CentrePort)? {
        let door = map.withLock { $0.doors[Name.folded(given[...])] }
        return door?.configuration.policy == .open ? door : nil
    }

    func centre(servedAs host: [UInt8]) -> (name: [UInt8], welcome: Welcome)? {
        let found = map.withLock { $0.hosts.isEmpty ? nil : $0.hosts[Name.folded(host[...])] }
        return found.map { ($0.name, $0.welcome) }
    }

    /// The door of a name that is no centre's. Like a centre's file it closes after a while.
    private func unknown(_ name: [UInt8], _ map: inout Map) -> CentreDoor {
        let span = UInt64(map.blank.limits.quietTime / .nanoseconds(1))
        let now = DispatchTime.now().uptimeNanoseconds
        if let door = map.unknown[name], door.usedAt &+ span > now { return door }
        if map.unknown.count >= Limit.unknown {
            let oldest = map.unknown.min { $0.value.usedAt < $1.value.usedAt }
            if let oldest { map.unknown[oldest.key] = nil }
        }
        let door = CentreDoor(
            String(decoding: name, as: UTF8.self), map.blank, keeper, isUnknown: true)
        map.unknown[name] = door
        return door
    }

    // MARK: Coming and going

    /// Serves a centre whose files are there.
    ///
    /// - Returns: whether its settings are right; if not, the operator's log says what is wrong.
    @discardableResult
    func adopt(_ name: String, _ settings: Settings) -> Bool {
        do {
            let own = try CentreFiles(ServerConfiguration(settings)).settings(of: name, settings)
            let door = CentreDoor(name, ServerConfiguration(own), keeper)
            map.withLock { map in
                // The default centre has no file of settings but the server's.
                let key = Self.key(name)
                guard map.doors[key] == nil, !map.leaving.contains(key) else { return }
                map.doors[key] = door
                map.unknown[key] = nil
            }
            return true
        } catch {
            operators.error("settings-refused", ["why": .setting("\(error)")])
            return false
        }
    }

    /// Serves a centre no more, so that its files can be moved aside: from now on it is a name like
    /// any other. `settle` comes after it.
    ///
    /// - Returns: whether it was served until now.
    func drop(_ door: CentreDoor) -> Bool {
        let key = Self.key(door.name)
        let wasThere = map.withLock { map in
            guard map.doors[key] === door else { return false }
            map.doors[key] = nil
            map.leaving.insert(key)
            return true
        }
        findHosts()
        return wasThere
    }

    /// The files of a centre that was dropped are moved aside; or not, and it is served on.
    func settle(_ door: CentreDoor, isGone: Bool) {
        let key = Self.key(door.name)
        map.withLock { map in
            map.leaving.remove(key)
            guard !isGone else { return }
            map.doors[key] = door
            map.unknown[key] = nil
        }
        // Its settings may have been read anew without it.
        if !isGone { reload(door) }
    }

    /// Finds out anew which host names stand for which centre, and how to greet there. The default
    /// centre needs none. Reads files, as `CentreDoor.welcome` does.
    func findHosts() {
        let clashes = finding.withLock { _ in
            var hosts: [[UInt8]: Host] = [:]
            var clashes = 0
            for door in doors {
                for host in door.configuration.hosts {
                    if hosts[Self.key(host)] != nil { clashes += 1 }
                    hosts[Self.key(host)] = Host(
                        name: Array(door.name.utf8), welcome: door.welcome)
                }
            }
            map.withLock { map in
                alone.set(map.doors.count == 1)
                map.hosts = hosts
            }
            return clashes
        }
        if clashes > 0 { operators.warning("hosts-of-two-centres", ["hosts": .number(clashes)]) }
    }
}

extension CentreKeeper.Limits {
    init(_ limits: Limits) {
        self.init(open: limits.openCentres, quiet: limits.quietTime)
    }
}

extension CentreFiles {
    init(_ configuration: ServerConfiguration) {
        self.init(dataDirectory: configuration.dataDirectory)
    }
}

extension Settings {
    /// How a centre is configured that says nothing of itself.
    var blank: ServerConfiguration {
        let nothing = SettingsFile(path: "", text: "")
        // A file that says nothing has nothing wrong in it.
        let own = try? ofCentre(nothing)
        return ServerConfiguration(own ?? self)
    }
}

/// Something that is so or not, for several threads.
final class Switch: Sendable {
    private let value: Atomic<Bool>

    init(_ isUp: Bool) { value = Atomic(isUp) }

    var isUp: Bool { value.load(ordering: .relaxed) }

    func set(_ isUp: Bool) { value.store(isUp, ordering: .relaxed) }
}

/// What is to happen when an operator of a centre asks for its settings to be read again: known
/// only once the server is up.
final class Bell: Sendable {
    private let action = Mutex<@Sendable (CentreDoor) -> Void>({ _ in })

    func hang(_ action: @escaping @Sendable (CentreDoor) -> Void) {
        self.action.withLock { $0 = action }
    }

    func ring(_ door: CentreDoor) { action.withLock { $0 }(door) }
}
