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
        renewed = try Self.replace(
            "capabilities", in: renewed, with: Self.capabilities(Self.statements(in: document)))
        renewed = try Self.replace(
            "numerics", in: renewed, with: Self.numerics(Self.statements(in: document)))
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

    @Test func `every capability and every numeric says what it is for`() throws {
        let document = try String(contentsOf: Self.path, encoding: .utf8)
        let statements = Self.statements(in: document)
        for offer in Capabilities.offers {
            #expect(statements["`\(offer.name)`"]?.isEmpty == false, "\(offer.name)")
        }
        for numeric in Numeric.allCases {
            #expect(statements[numeric.text]?.isEmpty == false, "\(numeric.text)")
        }
    }

    /// The last cell of each row of a table by the first: written by hand, and kept when a table is
    /// renewed.
    private static func statements(in document: String) -> [String: String] {
        var all: [String: String] = [:]
        for line in document.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            if cells.count > 1, let first = cells.first { all[first] = cells.last }
        }
        return all
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

    private static func capabilities(_ statements: [String: String]) -> String {
        let rows = Capabilities.offers.map { offer in
            let value = offer.value.map { "`\($0)`" } ?? ""
            return "| `\(offer.name)` | \(value) | \(statements["`\(offer.name)`"] ?? "") |"
        }
        let head = "| capability | value in LS 302 | what it brings, and what the policy changes |"
        return ([head, "|---|---|---|"] + rows).joined(separator: "\n")
    }

    private static func numerics(_ statements: [String: String]) -> String {
        let rows = Numeric.allCases.sorted { $0.rawValue < $1.rawValue }.map { numeric in
            "| \(numeric.text) | \(statements[numeric.text] ?? "") |"
        }
        return (["| numeric | when, and what the policy changes |", "|---|---|"] + rows)
            .joined(separator: "\n")
    }

    private static func replace(
        _ name: String, in document: String, with table: String
    ) throws -> String {
        let start = try #require(document.range(of: "<!-- \(name) -->"))
        let end = try #require(document.range(of: "<!-- /\(name) -->"))
        return document[..<start.upperBound] + "\n" + table + "\n" + document[end.lowerBound...]
    }
}
