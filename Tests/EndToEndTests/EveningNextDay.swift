import Foundation
import GRDB
import SandaliKit
import Testing

/// What is left of the evening a day later.
extension EveningTests {
    private static var room: String { Evening.room }

    /// What was said, or was to be said.
    static let said = [
        tajik, mothers, late, later, number, unsent, before, unheard, child, thanks, hope, early,
        alone,
    ]

    /// The texts are gone from the files, the WAL among them; the log is whole, and the audit
    /// shows every act and no word. What was reported stays until the report is closed.
    func nextDay(_ evening: Evening) async throws {
        let installation = evening.installation
        let texts = try installation.sealedTexts()
        #expect(texts.count >= 8 && Set(texts).count == texts.count)
        #expect(try installation.leftovers(of: texts) == texts)
        let mark = evening.server.log.count
        try await evening.wait(until: 90 + 25 * 60)
        try await installation.wait(until: 1, of: texts, on: evening.server, from: mark)
        // What a report needs is kept for whoever looks into it, and shown to nobody else, now or
        // after a kill.
        for _ in 0..<2 {
            let lola = try await evening.enter("lola", "CHATHISTORY LATEST \(Self.room) * 100")
            let read = try await lola.settled()
            #expect(!read.contains { $0.contains(" PRIVMSG ") }, "\(read)")
            try await evening.killAndRestart()
        }
        let wise = try await evening.enter("wise")
        #expect(try await wise.all("REPORT SHOW 1").contains { $0.contains(Self.late) })
        let closing = evening.server.log.count
        try await wise.order("REPORT CLOSE 1", "REPORT CLOSED 1")
        try await installation.wait(until: 0, of: texts, on: evening.server, from: closing)
        try await readAudit(wise)
        for centre in ["home", "east"] {
            let checked = try await installation.sandalid("check", "--centre", centre)
            #expect(checked.contains("is whole"))
        }
        for file in try installation.files() {
            for words in Self.said { #expect(file.range(of: Data(words.utf8)) == nil, "\(words)") }
        }
    }

    /// Every deed, and no word.
    private func readAudit(_ wise: Client) async throws {
        let entries = try await wise.all("AUDIT \(Self.room)")
        for deed in [
            "room-set", "rules-set", "rules-accepted", "session-planned", "session-opened",
            "round-begun", "floor-given", "text-held", "text-released", "text-refused",
            "aside-begun", "aside-ended", "reported", "report-read", "report-closed",
            "phase-begun", "muted", "session-unattended", "session-closed", "summarised",
        ] {
            #expect(entries.contains { $0.contains(" \(deed) ") }, "\(deed): \(entries)")
        }
        let words = Self.said + ["too fast", "We listen", "How was the week", "We spoke of sleep"]
        for entry in entries { #expect(!words.contains { entry.contains($0) }, "\(entry)") }
    }
}

extension Installation {
    /// The bytes of everything that the first centre has on the disk.
    fileprivate func files() throws -> [Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: data)
        return try names.filter { $0.hasPrefix("home") && !$0.hasSuffix(".lock") }
            .map { try Data(contentsOf: URL(fileURLWithPath: data + "/" + $0)) }
    }

    /// What people have said, as it stands in the log: under keys.
    fileprivate func sealedTexts() throws -> [Data] {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: log, configuration: configuration)
        let texts = try queue.read { db in
            try Data.fetchAll(
                db,
                sql: """
                    SELECT words FROM words JOIN event USING (position)
                    WHERE substr(head, 4, 2) IN (x'0028', x'0029') AND length(words) > 0
                    """)
        }
        try queue.close()
        return texts
    }

    /// Waits until so many of these are left.
    fileprivate func wait(
        until count: Int, of texts: [Data], on server: RunningServer, from mark: Int
    ) async throws {
        var mark = mark
        while true {
            // The next piece may be wiped while it is counted.
            let next = server.log.count
            let left = try leftovers(of: texts)
            if left.count <= count { return #expect(left.count == count) }
            try await server.logged("event=wiped", from: mark)
            mark = max(mark + 1, next)
        }
    }

    /// Those of these that stand in some file.
    fileprivate func leftovers(of texts: [Data]) throws -> [Data] {
        let files = try files()
        return texts.filter { text in files.contains { $0.range(of: text) != nil } }
    }
}
