import Rooms
import Wire

/// A nickname that a connection watches.
public struct Watch: Equatable, Sendable {
    let key: NameKey
    /// As the client wrote it.
    let nick: [UInt8]
}

extension House {
    /// `MONITOR +|- <nick>{,<nick>}`, `MONITOR C|L|S`
    ///
    /// In the `support` policy one watches only whom one may see: whoever is hidden is offline, as
    /// is whoever is not there at all, and comes online by coming into a room that both are in.
    ///
    /// - Source: IRCv3 monitor.
    static func monitor(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard let client = house.people.clients[turn.connection] else { return }
        let given = turn.message.text(1)?.split(separator: UInt8(ascii: ",")) ?? []
        switch String(decoding: turn.message[0], as: UTF8.self) {
        case "+": given.isEmpty ? turn.refuseMissing("MONITOR") : house.watch(given, client, &turn)
        case "-":
            let keys = Set(given.map { house.key($0) })
            house.move(
                .watchesSet(turn.connection, client.watches.filter { !keys.contains($0.key) }),
                &turn)
        case "C", "c": house.move(.watchesSet(turn.connection, []), &turn)
        case "L", "l":
            let nicks = client.watches.map(\.nick)
            if !nicks.isEmpty { turn.list(.monitorList, "", nicks, between: UInt8(ascii: ",")) }
            turn.numeric(.endOfMonitorList, .endOfMonitor)
        case "S", "s": house.writeWatched(client.watches, &turn)
        default: turn.refuseMissing("MONITOR")
        }
    }

    private mutating func watch(
        _ names: [ArraySlice<UInt8>], _ client: Client, _ turn: inout Turn
    ) {
        var watches = client.watches
        var keys = Set(watches.map(\.key))
        var added: [Watch] = []
        var left: [[UInt8]] = []
        // What cannot be a nickname, such as a mask, can never come online.
        for name in names where Name.nicknameFault(name) == nil {
            let watch = Watch(key: key(name), nick: Array(name))
            guard !keys.contains(watch.key) else { continue }
            guard watches.count < Limit.watches else {
                left.append(watch.nick)
                continue
            }
            keys.insert(watch.key)
            watches.append(watch)
            added.append(watch)
        }
        if !added.isEmpty { move(.watchesSet(turn.connection, watches), &turn) }
        writeWatched(added, &turn)
        for row in Self.rows(left) {
            turn.numeric(.monitorListFull, "\(Limit.watches) \(row)", .monitorFull)
        }
    }

    /// Names with commas between them, in pieces that leave room for a sentence behind them.
    private static func rows(_ names: [[UInt8]]) -> [[UInt8]] {
        var rows: [[UInt8]] = []
        for name in names {
            if let last = rows.last, last.count + name.count < Limit.targetListBytes {
                rows[rows.count - 1] = last + [UInt8(ascii: ",")] + name
            } else {
                rows.append(name)
            }
        }
        return rows
    }

    /// 730 for those who are here, 731 for those who are not.
    private func writeWatched(_ watches: [Watch], _ turn: inout Turn) {
        let own = asking(turn)
        var online: [[UInt8]] = []
        var offline: [[UInt8]] = []
        for watch in watches {
            if let other = people.person(nicked: watch.key), sees(own, other) {
                online.append(source(other))
            } else {
                offline.append(watch.nick)
            }
        }
        let comma = UInt8(ascii: ",")
        if !online.isEmpty { turn.list(.monitorOnline, "", online, between: comma) }
        if !offline.isEmpty { turn.list(.monitorOffline, "", offline, between: comma) }
        if !online.isEmpty, turn.held.followMetadata { turn.syncLater("*ALL") }
    }
}

extension People {
    /// Sets what a connection watches, and keeps the index of it.
    mutating func watch(_ watches: [Watch], by connection: ConnectionID) {
        guard let client = clients[connection] else { return }
        forgetWatches(of: client, connection)
        clients[connection]?.watches = watches
        for watch in watches { watchers[watch.key, default: []].append(connection) }
    }

    mutating func forgetWatches(of client: Client, _ connection: ConnectionID) {
        for watch in client.watches {
            watchers[watch.key]?.removeAll { $0 == connection }
            if watchers[watch.key]?.isEmpty == true { watchers[watch.key] = nil }
        }
    }
}
