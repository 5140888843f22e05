import Foundation
import Testing
import Wire

@testable import sandali

/// What is one's own is in its files whole, or not at all.
struct ExportTests {
    private let scratch = ScratchFolder()
    private var folder: String { scratch.path }

    private func export(_ lines: String...) throws -> (Export, [Export.Step]) {
        var export = Export(path: folder + "/own")
        let steps = try lines.map { export.take(try Message($0)) }
        return (export, steps)
    }

    @Test func `rows and their pieces make up both files, once all have come`() throws {
        let (own, steps) = try export(
            ":s NOTE EXPORT TEXT_PART :one ", ":s NOTE EXPORT TEXT :two", ":s NOTE EXPORT JSON :{}",
            ":s NOTE EXPORT MORE 7 :more", ":s NOTE EXPORT END :all", ":lola PRIVMSG #a :x")
        #expect(steps == [.taken, .taken, .taken, .more("EXPORT MORE 7"), .whole, .other])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        #expect(own.save())
        #expect(try String(contentsOfFile: own.path, encoding: .utf8) == "one two\n")
        #expect(try String(contentsOfFile: own.path + ".json", encoding: .utf8) == "{}\n")
        let rights = try FileManager.default.attributesOfItem(atPath: own.path)
        #expect(rights[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
    }

    @Test func `where one of them cannot be written, neither is there`() throws {
        let (own, _) = try export(":s NOTE EXPORT TEXT :two")
        let blocked = own.path + ".json.part"
        try FileManager.default.createDirectory(
            atPath: blocked, withIntermediateDirectories: true)
        #expect(!own.save())
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["own.json.part"])
    }

    @Test(arguments: [
        ":s FAIL EXPORT WRONG_PASSWORD :No", ":s FAIL EXPORT TRY_AGAIN :Later",
        ":s NOTE EXPORT ASKED :Somebody has to meet you first",
        ":s 421 lola EXPORT :No such command",
    ])
    func `a refusal ends it, and is shown`(line: String) throws {
        #expect(try export(line).1 == [.refused])
    }
}
