import Engine
import Foundation
import GRDB
import IRC
import Rooms
import Store
import Synchronization
import Testing

@testable import sandalid

/// One centre at work, while others hold what it needs.
@Suite(.timeLimit(.minutes(1)))
struct CentreHostTests {
    let folder: Folder
    let place: Place
    private let passwords = PasswordQueues(cores: 1, remembering: 0)

    init() throws {
        folder = try Folder()
        let data = folder.path + "/data"
        try DataDirectory.make(data)
        place = Place(
            try Settings(
                file: nil,
                flags: ["data.directory=\(data)", "keys.master=\(folder.path)/master.key"]), nil)
        try place.server.masterKey.make(apartFrom: data)
    }

    /// With one account, whose key nobody has looked up yet.
    private func host() async throws -> CentreHost {
        let first = try opened(create: true)
        await withCheckedContinuation { continuation in
            first.perform(.addAccount(name: "lola", roles: .parent, password: "warm hands")) { _ in
                first.finish { _ in continuation.resume() }
            }
        }
        return try opened()
    }

    private func opened(create: Bool = false) throws -> CentreHost {
        try CentreFile.host(
            place.server, place.name, Welcome(place.server, centre: place.name),
            CentreSurroundings(
                disks: DiskQueues(), passwords: passwords, clock: ServerClock(isMovable: false),
                acceptsLoss: false, isAlone: { true }),
            OperatorLog(level: "error"), create: create
        ).host
    }

    /// What happened, in its order.
    private final class Story: Sendable {
        private let lines = Mutex<[String]>([])
        private let news: AsyncStream<Void>
        private let teller: AsyncStream<Void>.Continuation

        init() { (news, teller) = AsyncStream.makeStream() }

        var all: [String] { lines.withLock { $0 } }

        func add(_ line: String) {
            lines.withLock { $0.append(line) }
            teller.yield()
        }

        func reaches(_ count: Int) async {
            if all.count >= count { return }
            for await _ in news where all.count >= count { return }
        }
    }

    /// Holds the file of keys, so that nobody else reads it until this is let go.
    private func holdingKeys() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(
            path: place.server.path(ofKeys: place.name), configuration: configuration)
        try other.inDatabase { db in try db.execute(sql: "BEGIN EXCLUSIVE") }
        return other
    }

    @Test func `whoever asks how the server is keeps nobody waiting for the file of keys`()
        async throws
    {
        let host = try await host()
        let story = Story()
        let other = try holdingKeys()
        host.perform(.status) { reply in
            guard case .done(let rows) = reply else { return story.add("refused") }
            story.add(rows.contains { $0.hasPrefix("keys ") } ? "status" : "no keys")
        }
        host.perform(.listAccounts) { _ in story.add("accounts") }
        await story.reaches(1)
        try other.inDatabase { db in try db.execute(sql: "ROLLBACK") }
        await story.reaches(2)
        #expect(story.all == ["accounts", "status"])
    }

    @Test func `whose keys are gone is looked up by whoever opens, and not where all are judged`()
        async throws
    {
        let host = try await host()
        let story = Story()
        let gate = DispatchSemaphore(value: 0)
        host.queue.async { gate.wait() }
        host.serve([], after: nil) {}
        let other = try holdingKeys()
        Thread.detachNewThread {
            story.add("waits")
            // Whatever comes of it: it is behind whoever holds the file.
            _ = try? host.log.keys?.backups
            story.add("keys")
        }
        await story.reaches(1)
        host.whenQuiet { _ in story.add("free") }
        gate.signal()
        await story.reaches(2)
        try other.inDatabase { db in try db.execute(sql: "ROLLBACK") }
        await story.reaches(3)
        #expect(story.all == ["waits", "free", "keys"])
    }

    @Test func `it is not quiet while a command of the machine's is under way`() async throws {
        let host = try await host()
        let story = Story()
        let gate = DispatchSemaphore(value: 0)
        // The one thread for passwords is taken, and so the command waits outside of the queue.
        let nobody = RememberedPasswords.Sign(account: nil, verifier: nil, changed: .start)
        passwords.verify(
            [], of: nobody, pepper: nil, at: Moment(milliseconds: 0), for: Asker()
        ) { _ in gate.wait() }
        host.perform(.addAccount(name: "guli", roles: .parent, password: "plum jam")) { reply in
            story.add(reply == .done([]) ? "added" : "\(reply)")
        }
        host.whenQuiet { story.add("quiet \($0)") }
        await story.reaches(1)
        gate.signal()
        await story.reaches(2)
        host.whenQuiet { story.add("quiet \($0)") }
        await story.reaches(3)
        #expect(story.all == ["quiet false", "added", "quiet true"])
    }

    @Test func `a centre that was closed takes no more steps`() async throws {
        let host = try await host()
        let story = Story()
        host.finish { _ in story.add("closed") }
        await story.reaches(1)
        host.perform(.listAccounts) { reply in
            story.add(reply == AdminReply(.closed, .listAccounts) ? "too late" : "\(reply)")
        }
        await story.reaches(2)
        host.queue.async {
            let name = Array("guli".utf8)
            host.step([.errand(1, .addAccount(name: name, roles: .parent, verifier: nil))])
            story.add(host.engine.isSettled ? "nothing to write" : "something to write")
        }
        await story.reaches(3)
        #expect(story.all == ["closed", "too late", "nothing to write"])
    }
}
