import Foundation
import GRDB
import Rooms
import Secrets
import Testing

@testable import Store

/// What is said by an account, in a room.
private func said(_ number: UInt64, _ words: String, by owner: UInt32 = 1) -> Rooms.Record {
    var record = event(number, words: words)
    record.owner = AccountID(owner)
    return record
}

@Suite struct KeyRingTests {
    let scratch: Scratch
    let master: MasterKey

    init() throws {
        scratch = try Scratch()
        master = try MasterKey.random()
    }

    private func open(
        _ masters: [MasterKey]? = nil, acceptsLoss: Bool = false
    ) throws(LogError) -> EventLog {
        try EventLog(
            path: scratch.log, create: true, masters: masters ?? [master],
            acceptsLoss: acceptsLoss)
    }

    private var keys: String { KeyFile.path(beside: scratch.log) }

    private func fault(
        _ masters: [MasterKey]? = nil, acceptsLoss: Bool = false
    ) -> LogError? {
        error { () throws(LogError) in _ = try open(masters, acceptsLoss: acceptsLoss) }
    }

    /// Whether any file of the directory holds these bytes.
    private func isOnDisk(_ words: String) throws -> Bool {
        let files = try FileManager.default.contentsOfDirectory(
            at: scratch.directory, includingPropertiesForKeys: nil)
        return try files.contains { try Data(contentsOf: $0).range(of: Data(words.utf8)) != nil }
    }

    @Test func `words are sealed in every file, and read again with the master key`() throws {
        let log = try open()
        try log.append([
            said(1, "the neighbours must not know"), said(2, "nor my sister", by: 2),
            said(3, "a guest said so", by: 0), said(4, ""),
        ])
        #expect(try !isOnDisk("neighbours"))
        #expect(try !isOnDisk("sister"))
        #expect(try !isOnDisk("guest"))
        #expect(try log.text(at: 2) == "nor my sister")
        #expect(try log.text(at: 4) == "")
        try log.close()
        let again = try open()
        #expect(try again.everything().map(\.owner.number) == [1, 2, 0, 1])
        #expect(try again.everything()[2].words == Array("a guest said so".utf8))
        #expect(try again.check().withWords == 4)
    }

    @Test func `the same words look different each time, and plain logs stay readable`() throws {
        let plain = try scratch.open()
        try plain.append([event(1, words: "from before")])
        try plain.close()
        let log = try open()
        try log.append([said(2, "yes"), said(3, "yes")])
        #expect(try log.everything().map { $0.words?.count } == [11, 3, 3])
        try log.close()
        let rows = try DatabaseQueue(path: scratch.log).read { db in
            try Data.fetchAll(db, sql: "SELECT words FROM words WHERE position > 1")
        }
        #expect(Set(rows).count == 2)
    }

    @Test func `another master key, another centre's keys and lost keys are told apart`() throws {
        try open().append([said(1, "words")])
        #expect(fault([try MasterKey.random()]) == .keys(.wrongMaster))
        let other = try Scratch()
        try EventLog(path: other.log, create: true, masters: [master]).close()
        let own = try Data(contentsOf: URL(fileURLWithPath: keys))
        let foreign = try Data(contentsOf: URL(fileURLWithPath: KeyFile.path(beside: other.log)))
        try foreign.write(to: URL(fileURLWithPath: keys))
        #expect(fault() == .keys(.otherCentre))
        try FileManager.default.removeItem(atPath: keys)
        #expect(fault() == .keys(.missing))
        try own.write(to: URL(fileURLWithPath: keys))
        #expect(try open().text(at: 1) == "words")
    }

    @Test func `where keys are and no log, no new one is made`() throws {
        try open().append([said(1, "words")])
        let moved = scratch.log + ".moved"
        try FileManager.default.moveItem(atPath: scratch.log, toPath: moved)
        #expect(fault() == .keys(.withoutLog))
        #expect(!FileManager.default.fileExists(atPath: scratch.log))
        try FileManager.default.moveItem(atPath: moved, toPath: scratch.log)
        #expect(try open().text(at: 1) == "words")
        #expect(try KeyGlance(keys)?.centre == open().centre.id)
        #expect(try KeyGlance(scratch.log + ".none") == nil)
    }

    @Test func `whoever accepts a loss goes on, and what is lost stays unreadable`() throws {
        try open().append([
            said(1, "lost words"), said(2, "lost too", by: 2), said(3, "and the centre's", by: 0),
        ])
        try FileManager.default.removeItem(atPath: keys)
        let log = try open(acceptsLoss: true)
        try log.append([said(4, "new words"), said(5, "the centre's", by: 0)])
        #expect(
            try log.everything().map { $0.words == nil } == [true, true, true, false, false])
        #expect(try log.check().unreadable == 3)
        #expect(log.keys?.lost == [0, 1, 2].map { AccountID($0) })
    }

    @Test(arguments: ["words", "salt", "key_version", "owner"])
    func `a bit that is flipped in what is sealed is found`(column: String) throws {
        try open().append([said(1, "one"), said(2, "two", by: 2), said(3, "three")])
        let number = column == "owner" || column == "key_version"
        let bent = number ? "3 - \(column)" : "zeroblob(length(\(column)))"
        try scratch.tamper("UPDATE words SET \(column) = \(bent) WHERE position = 2")
        let found = error { () throws(LogError) in _ = try open().check() }
        if column == "key_version" {
            #expect(try open().check().unreadable == 1)
        } else {
            #expect(found == .corrupt(at: Position(2), .words))
        }
    }

    @Test func `rows that have changed places are found`() throws {
        try open().append([said(1, "one"), said(2, "two")])
        try scratch.tamper(
            """
            CREATE TEMP TABLE other AS SELECT * FROM words;
            UPDATE words SET (salt, words) =
                (SELECT salt, words FROM other WHERE other.position = 3 - words.position)
            """)
        #expect(
            error { () throws(LogError) in _ = try open().check() }
                == .corrupt(at: Position(1), .words))
    }

    @Test func `a destroyed key makes words unreadable in every copy of the log`() throws {
        let log = try open()
        try log.append([said(1, "mine"), said(2, "hers", by: 2)])
        let copy = try Scratch()
        try log.keys?.destroy([AccountID(1)])
        #expect(try log.text(at: 1) == nil)
        #expect(try log.text(at: 2) == "hers")
        try log.append([said(3, "about who left")])
        #expect(try log.everything()[2].owner == AccountID(0))
        #expect(try log.keys?.destroyed(among: [1, 2, 3].map { AccountID($0) }) == [AccountID(1)])
        try log.close()
        for suffix in [".sandali", ".keys"] {
            try FileManager.default.copyItem(
                at: scratch.directory.appendingPathComponent("centre" + suffix),
                to: copy.directory.appendingPathComponent("centre" + suffix))
        }
        let again = try EventLog(path: copy.log, masters: [master])
        #expect(try again.check().unreadable == 1)
        #expect(try again.text(at: 2) == "hers")
        #expect(again.keys?.lost == [])
    }

    /// Each wrapped key that is not destroyed, as the key file holds it, by its account.
    private func wrapped() throws -> [Int64: Data] {
        let queue = try DatabaseQueue(path: keys)
        defer { try? queue.close() }  // Nothing was written by it.
        return try queue.read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT account, wrapped FROM key WHERE account > 0 AND wrapped <> x''")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }

    @Test(arguments: [7, 100])
    func `of a destroyed key no byte stays, also where many were beside it`(step: Int) throws {
        let log = try open()
        let owners = (1...600 as ClosedRange<UInt32>).map { $0 }
        try log.append(owners.map { said(UInt64($0), "words", by: $0) })
        let all = try wrapped()
        #expect(all.count == 600)
        let gone = owners.filter { Int($0) % 10 < 9 }
        for first in stride(from: 0, to: gone.count, by: step) {
            try log.keys?.destroy(
                gone[first..<min(first + step, gone.count)].map { AccountID($0) })
        }
        let left = try wrapped()
        #expect(left.count == 60)
        let files = try FileManager.default.contentsOfDirectory(
            at: scratch.directory, includingPropertiesForKeys: nil)
        let raw = try files.map { try Data(contentsOf: $0) }
        for (account, key) in all {
            let isThere = raw.contains { $0.range(of: key) != nil }
            #expect(isThere == (left[account] != nil), "\(account)")
        }
    }

    @Test func `a rotation wraps every key anew, and can go on where it was broken off`() throws {
        let log = try open()
        try log.append([said(1, "before"), said(2, "hers", by: 2)])
        try log.keys?.destroy([AccountID(2)])
        let pepper = log.keys?.pepper
        let next = try MasterKey.random()
        try log.keys?.rewrap(under: next)
        try log.close()
        #expect(fault() == .keys(.wrongMaster))
        // Broken off before the new key was put in force: both are at hand.
        let both = try open([master, next])
        try both.keys?.rewrap(under: next)
        try both.close()
        let after = try open([next])
        #expect(try after.text(at: 1) == "before")
        #expect(try after.text(at: 2) == nil)
        #expect(after.keys?.pepper == pepper)
    }

    @Test func `keys come back from a backup, those that were destroyed do not`() throws {
        let log = try open()
        try log.append([said(1, "kept"), said(2, "gone", by: 2)])
        try log.keys?.destroy([AccountID(2)])
        let backup = try KeyBackup(beside: scratch.log, masters: [master])
        #expect(try log.keys?.backups == KeyBackups(keys: 5, last: nil, covered: 0))
        try backup.note(beside: scratch.log, masters: [master], at: Moment(milliseconds: 77))
        #expect(
            try log.keys?.backups
                == KeyBackups(keys: 5, last: Moment(milliseconds: 77), covered: 5))
        try log.close()
        let read = try #require(KeyBackup(encoded: backup.encoded))
        #expect(read == backup)
        let next = try MasterKey.random()
        #expect(
            error { () throws(LogError) in try read.restore(beside: scratch.log, master: next) }
                == .keys(.present))
        try FileManager.default.removeItem(atPath: keys)
        try read.restore(beside: scratch.log, master: next)
        let again = try open([next])
        #expect(try again.text(at: 1) == "kept")
        #expect(try again.text(at: 2) == nil)
    }

    @Test func `no bytes but a backup's are taken for one`() throws {
        try open().append([said(1, "words")])
        let whole = try KeyBackup(beside: scratch.log, masters: [master]).encoded
        for end in whole.indices { #expect(KeyBackup(encoded: Array(whole[..<end])) == nil) }
        #expect(KeyBackup(encoded: whole + [0]) == nil)
    }

    @Test func `a key file whose making was broken off is made anew`() throws {
        try scratch.open().close()
        #expect(FileManager.default.createFile(atPath: keys, contents: Data()))
        try open().append([said(1, "words")])
        #expect(try open().text(at: 1) == "words")
    }

    @Test func `the key for names leaves an older log for the key file`() throws {
        let log = try scratch.open()
        try log.append([event(1, words: "plain")])
        try log.close()
        let start = CentreIdentity.firstChainStart(
            id: log.centre.id, nameKey: Array(0..<16), created: log.centre.created)
        try scratch.tamper(
            """
            INSERT INTO meta VALUES ('name-key', x'000102030405060708090a0b0c0d0e0f');
            INSERT INTO meta VALUES ('chain-start', x'\(start.map {
                String(format: "%02x", $0) }.joined())')
            """)
        let now = try open()
        #expect(now.keys?.names == Array(0..<16))
        #expect(now.centre.chainStart == start)
        let raw = try scratch.rawBytes()
        #expect(!raw.contains { $0.range(of: Data(0..<16)) != nil })
        try now.close()
        #expect(try open().keys?.names == Array(0..<16))
    }

    @Test func `what people say of themselves is sealed too, and goes when it is taken back`()
        throws
    {
        let person = Metadata.Target.person(PersonID(AccountID(1)))
        let row = Metadata.row(person, Array("pronouns".utf8), Array("she, of the hill".utf8))
        let other = Metadata.row(.room(RoomID(3)), Array("url".utf8), Array("of a room".utf8))
        let log = try open()
        try log.append([said(1, "words")], rows: [row, other])
        for words in ["pronouns", "the hill", "of a room"] { #expect(try !isOnDisk(words)) }
        #expect(try Set(log.rows().map(\.value)) == [row.value, other.value])
        #expect(try log.rows().contains(row))
        try log.append([], rows: [Metadata.row(person, Array("pronouns".utf8), nil)])
        #expect(try log.rows() == [other])
        try log.append([], rows: [row])
        try log.keys?.destroy([AccountID(1)])
        #expect(try log.rows() == [other])
        try log.close()
        #expect(try scratch.open().rows() == [])
    }

    @Test func `the key file shows no key and no master key`() throws {
        let log = try open()
        try log.append([said(1, "words")])
        let raw = try Data(contentsOf: URL(fileURLWithPath: keys))
        let hidden = [log.keys?.names, log.keys?.pepper].compactMap(\.self)
        #expect(hidden.count == 2)
        for key in hidden { #expect(raw.range(of: Data(key)) == nil) }
        let rights = try FileManager.default.attributesOfItem(atPath: keys)
        #expect(rights[.posixPermissions] as? Int == 0o600)
    }
}
