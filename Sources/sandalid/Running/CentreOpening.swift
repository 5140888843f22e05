import Glibc
import IRC
import Rooms
import Secrets
import Store
import Transport
import Wire

/// Opens a centre's file, on a queue that may block.
struct CentreOpener: Sendable {
    let shared: CentreSurroundings
    let operators: OperatorLog
    let bell: Bell
    /// For what is pretended.
    let secret: SipHash
    let paces = UnknownPaces()

    /// Makes what stands behind a door.
    ///
    /// - Throws: when the file cannot be opened; the operator's log says why.
    func open(_ door: CentreDoor, _ loops: [EventLoop]) throws -> any WorkingCentre {
        guard !door.isUnknown else {
            return UnknownCentre(
                door.welcome, secret: secret, shared, loops, paces)
        }
        do {
            let began = ContinuousClock.now
            let (host, events) = try host(door, create: false)
            ready(host, door, loops)
            operators.debug(
                "opened",
                [
                    "centre": .setting(door.name), "events": .number(events),
                    "took": .milliseconds(began.duration(to: .now)),
                ])
            return host
        } catch {
            operators.error(
                "centre-unreadable",
                ["centre": .setting(door.name), "why": .setting("\(error)")])
            throw error
        }
    }

    /// Lets in, from these loops.
    func ready(_ host: CentreHost, _ door: CentreDoor, _ loops: [EventLoop]) {
        host.serve(loops, after: door.rest) { [bell, weak door] in
            if let door { bell.ring(door) }
        }
    }

    func host(_ door: CentreDoor, create: Bool) throws -> (host: CentreHost, events: Int) {
        try CentreFile.host(
            door.configuration, door.name, door.welcome, shared, operators, create: create,
            reminds: door.rest == nil)
    }
}

extension CentreSurroundings {
    init(
        clock: ServerClock, acceptsLoss: Bool = false, remembering: Int64 = 0,
        isAlone: @escaping @Sendable () -> Bool = { true }
    ) {
        self.init(
            disks: DiskQueues(),
            passwords: PasswordQueues(
                cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)), remembering: remembering),
            clock: clock, acceptsLoss: acceptsLoss, isAlone: isAlone)
    }
}

/// The key of what is pretended: it outlives a restart, for real salts do so, too.
enum UnknownSecret {
    static func read(_ directory: String) throws -> SipHash {
        let path = directory + "/unknown"
        if let bytes = PrivateFile.read(path, atMost: 16), bytes.count == 16 {
            return SipHash(key: bytes)
        }
        let bytes = try Random.bytes(16)
        guard PrivateFile.write(bytes, path) else {
            throw Complaint("\(path) cannot be written.")
        }
        return SipHash(key: bytes)
    }
}
