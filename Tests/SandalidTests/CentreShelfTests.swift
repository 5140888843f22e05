import Foundation
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
        let last = "east." + String(repeating: "z", count: 220)
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
