import Foundation
import Rooms
import Secrets
import Testing

@testable import Store

/// Keys outlive the log that they were made for: whose they are, where one is put back.
@Suite struct KeyLineageTests {
    let scratch: Scratch
    let master: MasterKey

    init() throws {
        scratch = try Scratch()
        master = try MasterKey.random()
    }

    private func said(_ number: UInt64, by owner: UInt32) -> Rooms.Record {
        var record = event(number, words: "by \(owner)")
        record.owner = AccountID(owner)
        return record
    }

    /// Opens the log as a start does that finds so many accounts in it.
    private func open(accounts: Int, acceptsLoss: Bool = false) throws -> EventLog {
        let log = try EventLog(
            path: scratch.log, create: true, masters: [master], acceptsLoss: acceptsLoss)
        try log.settleKeys(accounts: accounts)
        return log
    }

    private var keys: String { KeyFile.path(beside: scratch.log) }

    private func generation(of log: EventLog) throws -> UInt32 {
        try KeyFile(path: keys, centre: log.centre.id, masters: [master]).generation
    }

    /// A log in which two have written, a copy of it, and then a third one.
    private func grow() throws -> EventLog {
        let log = try open(accounts: 0)
        try log.append([said(1, by: 1), said(2, by: 2)])
        try log.copy(to: scratch.log + ".copy") { _, _ in }
        try log.append([said(3, by: 3)])
        return log
    }

    private func swap(_ log: EventLog, aside: String, with other: String) throws {
        try log.close()
        let files = FileManager.default
        for suffix in ["-wal", "-shm"] where files.fileExists(atPath: scratch.log + suffix) {
            try files.removeItem(atPath: scratch.log + suffix)
        }
        try files.moveItem(atPath: scratch.log, toPath: scratch.log + aside)
        try files.moveItem(atPath: scratch.log + other, toPath: scratch.log)
    }

    @Test func `whoever gets the number of somebody who was erased has a key of their own`() throws
    {
        let first = try grow()
        try first.keys?.destroy([AccountID(3)])
        try swap(first, aside: ".first", with: ".copy")
        let second = try open(accounts: 2)
        #expect(try second.keys?.destroyed(among: [AccountID(3)]) == [])
        try second.append([said(3, by: 3)])
        #expect(try second.everything().map(\.owner.number) == [1, 2, 3])
        #expect(try second.text(at: 3) == "by 3")
        try second.keys?.destroy([AccountID(3)])
        #expect(try second.text(at: 3) == nil)
        #expect(try second.text(at: 2) == "by 2")
        try second.close()
        #expect(try open(accounts: 3).keys?.destroyed(among: [AccountID(3)]) == [AccountID(3)])
    }

    @Test func `to erase them destroys nothing of whoever had the number in another log`() throws {
        try swap(grow(), aside: ".first", with: ".copy")
        let second = try open(accounts: 2)
        try second.append([said(3, by: 3)])
        try second.keys?.destroy([AccountID(3)])
        try swap(second, aside: ".second", with: ".first")
        let first = try open(accounts: 3)
        #expect(try first.keys?.destroyed(among: [AccountID(3)]) == [])
        #expect(try first.text(at: 3) == "by 3")
        try first.append([said(4, by: 3), said(5, by: 4)])
        #expect(try first.everything().map(\.owner.number) == [1, 2, 3, 3, 4])
        try first.keys?.destroy([AccountID(3)])
        #expect(
            try first.everything().map { $0.words == nil } == [false, false, true, true, false])
        // What both logs have is destroyed for both.
        try first.keys?.destroy([AccountID(1)])
        try swap(first, aside: ".first", with: ".second")
        let again = try open(accounts: 3)
        let destroyed = try again.keys?.destroyed(among: [1, 2, 3].map { AccountID($0) })
        #expect(destroyed == [AccountID(1), AccountID(3)])
    }

    @Test func `a start begins no generation unless there are keys of others`() throws {
        let first = try grow()
        try first.close()
        for _ in 1...3 {
            let log = try open(accounts: 3)
            #expect(try generation(of: log) == 1)
            try log.close()
        }
        // A key was made, and the account never came: whoever is next has another one.
        for _ in 1...3 {
            let log = try open(accounts: 2)
            #expect(try generation(of: log) == 2)
            try log.close()
        }
        let log = try open(accounts: 2)
        #expect(try log.text(at: 3) == "by 3")
    }

    @Test func `after a loss, too, numbers are told apart`() throws {
        try grow().close()
        try FileManager.default.removeItem(atPath: keys)
        let lost = try open(accounts: 3, acceptsLoss: true)
        try lost.append([said(4, by: 1), said(5, by: 4)])
        try lost.copy(to: scratch.log + ".later") { _, _ in }
        try lost.append([said(6, by: 5)])
        try lost.keys?.destroy([AccountID(5)])
        try swap(lost, aside: ".lost", with: ".later")
        let log = try open(accounts: 4)
        try log.append([said(6, by: 5), said(7, by: 1)])
        #expect(try log.everything().map(\.owner.number) == [1, 2, 3, 1, 4, 5, 1])
        #expect(try log.check().unreadable == 3)
    }

    @Test func `what a generation owns`() throws {
        var lineage = KeyLineage(through: 2)
        lineage.begin(5, accounts: 3)
        lineage.begin(6, accounts: .max)
        lineage.begin(9, accounts: 7)
        func owns(_ version: UInt32, _ account: UInt32) -> Bool {
            lineage.owns(version, of: AccountID(account))
        }
        #expect((1...10).map { owns($0, 0) } == (1...10).map { [1, 2, 5, 6, 9].contains($0) })
        #expect(owns(2, 3) && !owns(2, 4))
        #expect(owns(5, 7) && !owns(5, 8) && owns(6, 7) && !owns(6, 8) && owns(9, 8))
        #expect(try #require(KeyLineage(lineage.encoded)) == lineage)
        #expect(KeyLineage([]) == nil && KeyLineage([1, 2, 3]) == nil)
    }
}
