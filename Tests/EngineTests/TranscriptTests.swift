import Foundation
import IRC
import Testing
import Wire

/// The conversations in the folder `Transcripts`. `RECORD=1` renews what is received in them.
enum Transcripts {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Transcripts")
    static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    static var names: [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return all.filter { $0.hasSuffix(".txt") }.sorted()
    }

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
}

/// What every line that leaves must keep to, whatever it says.
enum LineCheck {
    /// - Parameter held: the client's capabilities, or nil before registration.
    static func faults(_ line: [UInt8], held: Capabilities?, name: String) -> [String] {
        var faults: [String] = []
        let text = String(decoding: line, as: UTF8.self)
        if line.last != 13 { faults.append("a line without CR") }
        if Array(text.utf8) != line { faults.append("not UTF-8") }
        var content = line[...]
        if line.first == UInt8(ascii: "@") {
            content = line[(line.firstIndex(of: 32) ?? line.endIndex)...].dropFirst()
            if line.count - content.count > Wire.Limit.serverTagBytes { faults.append("long tags") }
        }
        if content.count + 1 > Wire.Limit.lineBytes {
            faults.append("a line of \(content.count + 1) bytes")
        }
        if content.dropLast().contains(where: { $0 == 0 || $0 == 13 }) {
            faults.append("a forbidden byte")
        }
        if let held { faults += missing(text, held) }
        return faults.map { "\(name): \($0): \(text)" }
    }

    private static let tags: [(String, Capabilities)] = [
        ("time", .serverTime), ("msgid", .messageTags), ("account", .accountTag),
        ("label", .labeledResponse), ("batch", .batch), ("draft/multiline-concat", .multiline),
    ]

    private static func missing(_ text: String, _ held: Capabilities) -> [String] {
        var faults: [String] = []
        var words = text.split(separator: " ")
        if let first = words.first, first.hasPrefix("@") {
            words.removeFirst()
            for tag in first.dropFirst().split(separator: ";") {
                let key = tag.prefix { $0 != "=" }
                let needed = tags.first { $0.0 == key }?.1 ?? .messageTags
                if !held.contains(needed) { faults.append("the tag \(key) without its capability") }
            }
        }
        guard words.count > 1 else { return faults }
        let hasMetadata =
            !held.isDisjoint(with: [.metadata, .metadata2]) && held.contains(.batch)
        switch words[1] {
        case "BATCH" where !held.contains(.batch): faults.append("BATCH")
        case "TAGMSG" where !held.contains(.messageTags): faults.append("TAGMSG")
        case "AWAY" where !held.contains(.awayNotify),
            "ACCOUNT" where !held.contains(.accountNotify),
            "SETNAME" where !held.contains(.setname),
            "MARKREAD" where !held.contains(.readMarker),
            "RENAME" where !held.contains(.channelRename):
            faults.append(String(words[1]))
        case "REDACT" where !held.contains(.redaction): faults.append("REDACT")
        case "JOIN" where (words.count > 3) != held.contains(.extendedJoin):
            faults.append("a JOIN of the wrong form")
        case "ACK\r" where !held.contains(.labeledResponse): faults.append("ACK")
        case "760", "761", "766", "770", "771", "772", "774":
            if !hasMetadata { faults.append("metadata") }
        case "METADATA" where !held.contains(.metadata2) || held.contains(.metadata):
            faults.append("METADATA")
        case "FAIL", "WARN", "NOTE":
            // UTF8ONLY, setname and account-registration themselves ask for theirs.
            let own =
                words.count > 3 && words[3] == "INVALID_UTF8"
                || words[2] == "REDACT" && held.contains(.redaction)
                || words[2] == "BATCH" && held.contains(.multiline)
                || ["REGISTER", "VERIFY"].contains(words[2])
                || words[2] == "SETNAME" && held.contains(.setname)
                || words[2] == "METADATA" && hasMetadata
                || words[2] == "MARKREAD" && held.contains(.readMarker)
                || words[2] == "PERSISTENCE" && held.contains(.persistence)
                || (words[2] == "RENAME" || words[3] == "CHANNEL_RENAMED")
                    && held.contains(.channelRename)
                || words[2] == "CHATHISTORY"
            if !own, !held.contains(.standardReplies) { faults.append("a standard reply") }
        default: break
        }
        return faults
    }
}

@Suite struct TranscriptTests {
    @Test(arguments: Transcripts.names)
    func `a conversation goes as it is written`(name: String) throws {
        let text = try Transcripts.text(name)
        var player = TranscriptPlayer(file: name)
        player.play(text)
        if Transcripts.isRecording {
            let recorded = player.recorded.joined(separator: "\n") + "\n"
            try recorded.write(
                to: Transcripts.folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        #expect(player.complaints.joined(separator: "\n") == "")
    }

    @Test func `there are conversations to play`() {
        #expect(Transcripts.names.count > 10)
    }

    @Test(arguments: [
        ("lola < :nobody says this", "should hear"), ("what is this", "not known"),
        ("lola > PING x", "hears unexpectedly"),
    ])
    func `a planted difference is found`(line: String, complaint: String) {
        var player = TranscriptPlayer(file: "planted")
        player.play("policy open\nconnect lola\n\(line)\n")
        #expect(player.complaints.count == 1)
        #expect(player.complaints.first?.contains(complaint) == true)
    }

    @Test(arguments: [
        ":s 001 lola :\(String(repeating: "a", count: 512))\r", "@time=x :s 001 lola :hi\r",
        ":s FAIL ROOM WHAT :words\r", ":s BATCH +a labeled-response\r", ":s 001 lola",
    ])
    func `a planted line that may not leave is found`(line: String) {
        #expect(LineCheck.faults(Array(line.utf8), held: [], name: "lola").count == 1)
    }
}
