import Dispatch
import Engine
import Glibc
import IRC
import Rooms
import Store
import Synchronization

/// Wiping, erasing and handing out words, as the engine asks for it.
extension CentreHost {
    /// Where whole tables are looked through: one thread for all centres, so that appends go on.
    private static let slow = DispatchQueue(label: "sandali.erasing", qos: .utility)

    func keepPromises(_ effects: Effects) {
        if effects.clockDistrusted {
            operators.error(
                "clock-jumped",
                ["effect": .word("retention suspended"), "next": .word("sandalid trust-clock")])
        }
        if !effects.wipes.isEmpty { wipe(effects.wipes) }
        for id in effects.erasures { erase(id) }
    }

    private func wipe(_ wipes: [Wipe]) {
        // What a report spares keeps its words, and must be listed for nobody any more.
        guard wipes.contains(where: \.spares) else { return wipeNow(wipes) }
        lines.settle(through: engine.centre.position) { [self] isSettled in
            if isSettled { return wipeNow(wipes) }
            queue.async { [self] in step([.keeping(.wiped(wipes, false))]) }
        }
    }

    private func wipeNow(_ wipes: [Wipe]) {
        Self.slow.async { [self] in
            let isDone = attempt("wiping-failed") { () throws(LogError) in try log.wipe(wipes) }
            if isDone { operators.debug("wiped", ["pieces": .number(wipes.count)]) }
            queue.async { [self] in
                lines.forgetWiped()
                step([.keeping(.wiped(wipes, isDone))])
            }
        }
    }

    /// The key goes first: from then on nothing of it can be read, whatever comes between.
    private func erase(_ id: AccountID) {
        let centre = engine.centre
        erasures.begin()
        Self.slow.async { [self] in
            let isDone = attempt("erasing-failed") { () throws(LogError) in
                try log.keys?.destroy([id])
                try log.wipeWords(of: id)
                try log.sweepRows()
                try log.saveSnapshot(
                    Snapshot(
                        position: centre.position, version: UInt32(Centre.snapshotVersion),
                        state: centre.snapshot), alone: true)
            }
            if isDone { operators.info("erased") }
            erasures.end(isDone)
            queue.async { [self] in
                lines.forgetWiped()
                step([.keeping(.erased(id, isDone))])
            }
        }
    }

    func finishErasing() -> Bool { erasures.wait() }

    private func attempt(
        _ failure: StaticString, _ body: () throws(LogError) -> Void
    ) -> Bool {
        do throws(LogError) {
            try body()
            return true
        } catch {
            operators.warning(failure, ["next": .word("trying again")])
            reopenIfUncertain(after: error)
            return false
        }
    }

    /// Nothing else is done before it is known what is in the file, and on a quiet night nobody
    /// writes, which would find out.
    private func reopenIfUncertain(after error: LogError) {
        // At the end of the server it is closed, and stays so.
        guard !error.leavesNothing, error != .closed else { return }
        do throws(LogError) {
            try log.reopen()
        } catch {
            operators.error("reopen-failed", ["next": .word("trying again")])
        }
    }

    /// Whoever's key is destroyed is erased, also when the log was put back to a day before; and
    /// whoever is erased has no key, also when the keys were. Reads the file of keys.
    ///
    /// - Parameter accounts: all that the log knows.
    /// - Returns: those that are to be erased again.
    func erasedBefore(among accounts: [Account]) -> [AccountID] {
        let there = accounts.filter { !$0.isErased }.map(\.id)
        let erased = accounts.filter(\.isErased).map(\.id)
        var again: [AccountID] = []
        _ = attempt("erasing-failed") { () throws(LogError) in
            again = try log.keys?.destroyed(among: there) ?? []
            try log.keys?.destroy(erased)
        }
        return again
    }

    /// What `status` says of words that are kept.
    var retentionRows: [String] {
        engine.centre.keeping.isSuspended
            ? ["retention suspended: look at the clock, then sandalid trust-clock"] : []
    }

    /// Answers with everything that is an account's.
    func export(_ account: [UInt8], _ reply: @escaping @Sendable (AdminReply) -> Void) {
        run(.export(account: account)) { [self] outcome in
            let head = AdminReply(outcome, .exportAccount(account: ""))
            guard case .export(let id, _) = outcome else { return reply(head) }
            exportPage(of: id, after: .start, head, reply)
        }
    }

    private func exportPage(
        of id: AccountID, after: Position, _ sofar: AdminReply,
        _ reply: @escaping @Sendable (AdminReply) -> Void
    ) {
        lines.read(.owned(by: id, after: after)) { [weak self] answer in
            guard let self, case .owned(let page) = answer else {
                return reply(.refused("The log could not be read. Please try again."))
            }
            queue.async { [self] in
                let rows = page.records.compactMap { self.engine.house.exportRow($0) }
                let all = sofar.adding(rows.map { String(decoding: $0.json, as: UTF8.self) })
                guard let next = page.next else { return reply(all) }
                exportPage(of: id, after: next, all, reply)
            }
        }
    }
}

/// How many are being erased just now.
struct Erasures: ~Copyable {
    private let group = DispatchGroup()
    private let failed = Atomic(false)

    func begin() { group.enter() }

    func end(_ isDone: Bool) {
        if !isDone { failed.store(true, ordering: .relaxed) }
        group.leave()
    }

    /// - Returns: whether none has failed.
    func wait() -> Bool {
        group.wait()
        return !failed.load(ordering: .relaxed)
    }
}

extension Wipe {
    /// Whether it leaves texts their words, for a report.
    fileprivate var spares: Bool {
        if case .texts(_, _, let spared) = self { !spared.isEmpty } else { false }
    }
}
