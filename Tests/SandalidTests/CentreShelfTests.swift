import Foundation
import Rooms
import Secrets
import Store
import Testing

@testable import sandalid

/// Centres' files, moved while nobody has them open.
@Suite struct CentreShelfTests {
    let folder: Folder

    init() throws { folder = try Folder() }

    /// A directory so deep that one more folder makes the path of a long name too long.
    private func deep() throws -> String {
        var path = folder.path
        while path.utf8.count < 3_850 {
            path += "/" + String(repeating: "d", count: min(200, 3_851 - path.utf8.count))
        }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test func `a removal that breaks off midway leaves every file where it was`() throws {
        let data = try deep()
        let names = ["centres/east.yaml", "east.keys", "east.sqlite"]
        let last = "east.sqlite-" + String(repeating: "z", count: 214)
        try DataDirectory.make(data + "/centres")
        for name in names + [last] {
            try Data(name.utf8).write(to: URL(fileURLWithPath: data + "/" + name))
        }
        let shelf = CentreShelf(try Settings(file: nil, flags: ["data.directory=\(data)"]))
        let complaint = #expect(throws: Complaint.self) { try shelf.remove("east") }
        #expect(complaint?.description.contains("\(last) cannot be moved") == true)
        for name in names + [last] {
            #expect(FileManager.default.contents(atPath: data + "/" + name) == Data(name.utf8))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/removed") == [])
        // Nothing is in the way of the next try.
        try FileManager.default.removeItem(atPath: data + "/" + last)
        let aside = try shelf.remove("east")
        #expect(FileManager.default.fileExists(atPath: aside + "/east.sqlite"))
        #expect(!shelf.files.exists("east"))
    }

    /// A log in which something was written, and its keys beside it.
    private func makeLog(_ path: String, _ master: MasterKey) throws {
        let log = try EventLog(path: path, create: true, masters: [master])
        try log.append([
            Record(
                position: Position(1), time: Moment(milliseconds: 1), room: RoomID(0), policy: 0,
                kind: 10, version: 1, payload: [], words: [1])
        ])
        try log.close()
    }

    /// The only good keys are never lost, in whatever a restore finds.
    @Test(arguments: [false, true], [false, true])
    func `a restore keeps the backup's keys, and unlinks no others`(
        blankLog: Bool, ownKeys: Bool
    ) throws {
        let (data, elsewhere) = (folder.path + "/data", folder.path + "/elsewhere")
        for path in [data, elsewhere] { try DataDirectory.make(path) }
        let master = try MasterKey.random()
        let shelf = CentreShelf(try Settings(file: nil, flags: ["data.directory=\(data)"]))
        let (log, keys) = (elsewhere + "/a.sqlite", elsewhere + "/a.keys")
        try makeLog(log, master)
        let (ownLog, own) = (data + "/east.sqlite", data + "/east.keys")
        if blankLog || !ownKeys {
            try EventLog(path: ownLog, create: true, masters: [master]).close()
        }
        if !blankLog, !ownKeys { try FileManager.default.removeItem(atPath: ownLog) }
        let good = try Data(contentsOf: URL(fileURLWithPath: keys))
        if ownKeys { try good.write(to: URL(fileURLWithPath: own)) }
        let there = try Data(contentsOf: URL(fileURLWithPath: own))
        try FileManager.default.copyItem(atPath: log, toPath: shelf.staged("east"))
        if !ownKeys {
            try FileManager.default.copyItem(atPath: keys, toPath: shelf.stagedKeys("east"))
        }
        let aside = try shelf.adopt("east", replacing: false)
        #expect(try Data(contentsOf: URL(fileURLWithPath: own)) == good)
        let put = try EventLog(path: ownLog, masters: [master])
        #expect(try put.records(at: [Position(1)]).first?.words == [1])
        if !ownKeys {
            let folder = try #require(aside)
            let kept = try Data(contentsOf: URL(fileURLWithPath: folder + "/east.keys"))
            #expect(kept == there)
        }
    }

    @Test func `the data directory is made once, and nothing above it`() throws {
        let path = folder.path + "/data"
        #expect(throws: Complaint.self) { try DataDirectory.make(path + "/below") }
        try DataDirectory.make(path)
        try DataDirectory.make(path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o700)
        try Data().write(to: URL(fileURLWithPath: path + "/file"))
        #expect(throws: Complaint.self) { try DataDirectory.make(path + "/file") }
    }
}
