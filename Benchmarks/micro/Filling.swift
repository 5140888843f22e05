import Engine
import Foundation
import IRC
import Rooms
import Secrets
import Store
import Wire

/// Makes a log large that a server has made, as if people had talked in it for years.
///
///     sandali-micro fill LOG MASTER-KEY TEXTS ACCOUNTS
///
/// Adds accounts that nobody can sign in to, and texts by turns in every room that there is, by
/// the first account; the last event but few is covered by a snapshot, as in a running server.
struct Filling {
    private let log: EventLog
    private var centre: Centre
    private let names: SipHash
    private var now: Moment
    /// Texts that go into the index together.
    private static let batch = 2_000
    /// Milliseconds from one batch to the next: the log must not run far ahead of the clock.
    private static let pace: Int64 = 20

    init(log path: String, masterKey: String) throws {
        let text = try Data(contentsOf: URL(fileURLWithPath: masterKey))
        guard let master = MasterKey(text: Array(text)) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        log = try EventLog(path: path, masters: [master])
        names = SipHash(k0: 1, k1: 2)
        var centre = Centre(policy: .support)
        try log.readRecords(after: .start) { record throws(LogError) in
            do throws(CodingError) {
                try centre.apply(record)
            } catch {
                throw .corrupt(at: record.position, .payload)
            }
        }
        self.centre = centre
        now = centre.time
    }

    /// Writes it all, and closes the log.
    mutating func run(texts: Int, accounts: Int) throws {
        for first in stride(from: 0, to: accounts, by: Self.batch) {
            try write((first..<min(accounts, first + Self.batch)).map(account))
        }
        let rooms = centre.rooms.keys.sorted()
        for first in stride(from: 0, to: texts, by: Self.batch) {
            now = Moment(milliseconds: now.milliseconds + Self.pace)
            try write(
                (first..<min(texts, first + Self.batch)).map {
                    text($0, in: rooms[$0 % rooms.count])
                })
        }
        try log.saveSnapshot(
            Snapshot(
                position: centre.position, version: UInt32(Centre.snapshotVersion),
                state: centre.snapshot))
        try log.close()
    }

    private func account(_ number: Int) -> Fact {
        let name = Array("filled\(number)".utf8)
        let hash = names(name[...])
        let key = NameKey(high: hash.high, low: hash.low)
        let id = AccountID(UInt32(centre.accounts.count + number % Self.batch + 1))
        return Fact(.accountMade(id, name: key, skeleton: key, .parent), words: name)
    }

    private func text(_ number: Int, in room: RoomID) -> Fact {
        let id = MessageID(bits: UInt64(now.milliseconds) << 16 | UInt64(number & 0xffff))
        let saying = Saying(by: PersonID(AccountID(1)), id: id, manner: .message)
        return Fact(.said(room, saying), words: Array("text number \(number), and some words".utf8))
    }

    /// Appends facts as a server does, and writes their texts into the index.
    private mutating func write(_ facts: [Fact]) throws {
        var records: [Rooms.Record] = []
        records.reserveCapacity(facts.count)
        for fact in facts {
            let record = centre.record(of: fact, at: now)
            centre.apply(fact.event, at: record.time)
            records.append(record)
        }
        try log.append(records)
        try log.indexLines(
            records.flatMap { LineEntry.entries(of: $0) { _ in 0 } }, through: centre.position)
    }
}
