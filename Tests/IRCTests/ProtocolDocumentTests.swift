import Foundation
import Testing
import Wire

@testable import IRC

/// `docs/protocol.md` says what the code does; its tables are written from it.
@Suite struct ProtocolDocumentTests {
    static let path = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/protocol.md").standardizedFileURL

    @Test func `the tables of the protocol's document are those of the code`() throws {
        let document = try String(contentsOf: Self.path, encoding: .utf8)
        var renewed = try Self.replace("commands", in: document, with: Self.commands)
        renewed = try Self.replace("capabilities", in: renewed, with: Self.capabilities)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try renewed.write(to: Self.path, atomically: true, encoding: .utf8)
        } else {
            #expect(document == renewed, "RECORD=1 renews the tables")
        }
    }

    @Test func `every command has its section in the protocol's document`() throws {
        let document = try String(contentsOf: Self.path, encoding: .utf8)
        for command in CommandTable.all {
            #expect(document.contains("**\(command.name.text)**"), "\(command.name.text)")
        }
    }

    @Test func `every capability on offer is in the protocol's document`() throws {
        let document = try String(contentsOf: Self.path, encoding: .utf8)
        for offer in Capabilities.offers {
            #expect(document.contains("`\(offer.name)`"), "\(offer.name)")
        }
    }

    private static var commands: String {
        let rows = CommandTable.all.map { command in
            let usage = String(decoding: command.form.bytes, as: UTF8.self)
                .replacing("|", with: "\\|")
            return "| `\(usage)` | \(command.summary) | \(command.cost) |"
        }
        return (["| command | what it does | cost |", "|---|---|---|"] + rows)
            .joined(separator: "\n")
    }

    private static var capabilities: String {
        let rows = Capabilities.offers.map { offer in
            "| `\(offer.name)` | \(offer.value.map { "`\($0)`" } ?? "") |"
        }
        return (["| capability | value in LS 302 |", "|---|---|"] + rows).joined(separator: "\n")
    }

    private static func replace(
        _ name: String, in document: String, with table: String
    ) throws -> String {
        let start = try #require(document.range(of: "<!-- \(name) -->"))
        let end = try #require(document.range(of: "<!-- /\(name) -->"))
        return document[..<start.upperBound] + "\n" + table + "\n" + document[end.lowerBound...]
    }
}
