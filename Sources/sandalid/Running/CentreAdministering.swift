import IRC
import Rooms
import Store
import Synchronization

/// The machine's own commands: those about the server here, the others through their centre's door.
extension CentreRegistry: Administration {
    func perform(_ command: AdminCommand, reply: @escaping @Sendable (AdminReply) -> Void) {
        switch command {
        case .inCentre(let name, let command):
            guard let door = door(name) else {
                return reply(.refused(Place.missing(name)))
            }
            door.perform(command, reply: reply)
        case .addCentre(let name, let text): add(name, text, reply)
        case .listCentres: reply(.done(doors.map(row)))
        case .removeCentre(let name): remove(name, reply)
        case .adoptBackup(let name, let replacing): adoptBackup(name, replacing, reply)
        case .status: status(reply)
        case .advanceClock(let seconds):
            guard clock.advance(seconds: seconds) else {
                return reply(.refused("This server's clock cannot be moved."))
            }
            for door in doors { door.clockMoved() }
            keeper.clockMoved()
            reply(.done([]))
        default: home.perform(command, reply: reply)
        }
    }

    private func row(_ door: CentreDoor) -> String {
        let policy = door.configuration.policy == .open ? "open" : "support"
        let state = door.isOpen ? "awake" : "asleep"
        let names = door.configuration.hosts.isEmpty ? [] : door.configuration.hosts
        let rest = door === home ? ["default"] : names
        return ([door.name, policy, state] + rest).joined(separator: " ")
    }

    private func status(_ reply: @escaping @Sendable (AdminReply) -> Void) {
        home.perform(.status) { [self] answer in
            guard case .done(let rows) = answer else { return reply(answer) }
            keeper.count { [self] others in
                let own = certificate.withLock { $0 }.map(Certificate.row) ?? []
                reply(.done(rows + ["centres \(doors.count)", "open \(others + 1)"] + own))
            }
        }
    }

    private func add(
        _ name: String, _ text: String, _ reply: @escaping @Sendable (AdminReply) -> Void
    ) {
        let (settings, isLeaving) = map.withLock { map in
            (map.settings, map.leaving.contains(Self.key(name)))
        }
        guard !isLeaving else { return reply(.refused(CentreReport.isLeaving(name))) }
        keeper.disks.open { [self] in
            do throws(Complaint) {
                try CentreShelf(settings).add(name, text)
                adopt(name, settings)
                findHosts()
                operators.info("centre-added", ["centre": .setting(name)])
                reply(.done(CentreReport.added(name)))
            } catch {
                reply(.refused(error.description))
            }
        }
    }

    private func remove(_ name: String, _ reply: @escaping @Sendable (AdminReply) -> Void) {
        guard let door = door(name) else { return reply(.refused(Place.missing(name))) }
        guard door !== home else { return reply(.refused(CentreReport.isDefault(name))) }
        let settings = map.withLock { $0.settings }
        guard drop(door) else { return reply(.refused(CentreReport.isLeaving(name))) }
        let shelf = CentreShelf(settings)
        door.close(.removed) { [self] in
            do throws(Complaint) {
                let aside = try shelf.remove(door.name)
                settle(door, isGone: true)
                operators.info("centre-removed", ["centre": .setting(door.name)])
                reply(.done(CentreReport.removed(door.name, aside)))
                return true
            } catch {
                let isGone = !shelf.files.exists(door.name)
                settle(door, isGone: isGone)
                operators.warning("centre-not-removed", ["centre": .setting(door.name)])
                reply(
                    .refused(CentreReport.notRemoved(door.name, error, isServed: !isGone)))
                return isGone
            }
        }
    }

    private func adoptBackup(
        _ name: String, _ replacing: Bool, _ reply: @escaping @Sendable (AdminReply) -> Void
    ) {
        guard let door = door(name) else { return reply(.refused(Place.missing(name))) }
        let settings = map.withLock { $0.settings }
        let shelf = CentreShelf(settings)
        // Nobody is let go for what would be refused.
        keeper.disks.open { [self] in
            do throws(Complaint) {
                try shelf.examine(door.name, replacing: replacing)
            } catch {
                return reply(.refused(error.description))
            }
            door.close(.restored) { [self] in
                do throws(Complaint) {
                    guard self.door(name) === door else { throw Complaint(Place.missing(name)) }
                    let aside = try shelf.adopt(door.name, replacing: replacing)
                    operators.info("centre-restored", ["centre": .setting(door.name)])
                    reply(.done(CentreReport.restored(door.name, aside)))
                } catch {
                    reply(.refused(error.description))
                }
                return false
            }
        }
    }
}

/// What is said of a centre that has come or gone, by a server or without one.
enum CentreReport {
    static func added(_ name: String) -> [String] {
        [
            "The centre \(name) is there. People sign in as theirname@\(name).",
            "Its first account: sandalid account add --centre \(name) …",
        ]
    }

    static func removed(_ name: String, _ aside: String) -> [String] {
        [
            "The centre \(name) is no longer served, and nobody is connected to it any more.",
            "Nothing was deleted: its files are in \(aside).",
            "Delete that folder once nobody will want it back.",
        ]
    }

    static func notRemoved(_ name: String, _ why: Complaint, isServed: Bool) -> String {
        isServed
            ? "\(why) The centre \(name) was not removed: it is served as before, and whoever was "
                + "connected to it can come back."
            : "\(why) The centre \(name) is no longer served."
    }

    static func isLeaving(_ name: String) -> String {
        "The centre \(name) is just being removed. Please try again."
    }

    static func restored(_ name: String, _ aside: String?) -> [String] {
        ["The centre \(name) goes on from the backup."]
            + (aside.map { ["What was there before is in \($0)."] } ?? [])
    }

    static func turnedAway(_ name: String, _ why: Dismissal) -> String {
        why == .removed
            ? "The centre \(name) is no longer served."
            : "The centre \(name) cannot be opened: the server's log says why."
    }

    static func isDefault(_ name: String) -> String {
        "\(name) is the default centre. Make another one that in the configuration "
            + "(centre.default) before you remove it."
    }
}
