import Foundation
import SandaliKit
import Testing
import Wire

/// A disk that fills while people talk, and has room again later.
@Suite(.timeLimit(.minutes(2)))
struct FullDiskTests {
    /// Every write to the log's file fails as on a full disk.
    @Test func `when writes fail for want of room, talking stops and goes on by itself`()
        async throws
    {
        try await Installation.run("policy: open", "flood.enabled: off") { installation in
            let disk = try await installation.faultyDisk(
                "pwrite:-wal:0:\(ENOSPC)", when: "full")
            let server = try await installation.start(environment: disk)
            let heard = try await talk(
                installation, server, fill: { try installation.write([], to: "full") },
                clear: { try installation.remove("full") },
                status: { try await installation.sandalid("status") })
            try await server.kill()
            try await installation.sandalid("check")
            try installation.expectStored(heard)
        }
    }

    /// A file system of 4 MB in a mount namespace of the server's own: nobody else sees it, and it
    /// goes with the process.
    private static func inside(_ directory: String) -> [String] {
        [
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            "mount -t tmpfs -o size=4m none '\(directory)' && exec \"$@\"", "sh",
        ]
    }

    @Test func `when the file system is full, talking stops and goes on by itself`() async throws {
        let trial = try Child(Self.inside("/mnt") + ["true"])
        guard await trial.ended() == .exit(0) else {
            return print("Not tried on a full tmpfs: no leave to mount one in a user namespace.")
        }
        try await Installation.run("policy: open", "flood.enabled: off") { installation in
            try FileManager.default.createDirectory(
                atPath: installation.data, withIntermediateDirectories: true)
            let server = try await installation.start(under: Self.inside(installation.data))
            let inner = "/proc/\(server.process.id)/root" + installation.data
            let heard = try await talk(
                installation, server,
                fill: {
                    let dd = try Child(["dd", "if=/dev/zero", "of=\(inner)/ballast", "bs=4k"])
                    #expect(await dd.ended() == .exit(1))
                },
                clear: { try FileManager.default.removeItem(atPath: inner + "/ballast") })
            // Its files as kill -9 would leave them, for they go with it.
            server.process.signal(SIGSTOP)
            for suffix in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: inner + "/home.sqlite" + suffix,
                    toPath: installation.path("kept.sqlite" + suffix))
            }
            try FileManager.default.copyItem(
                atPath: inner + "/home.keys", toPath: installation.path("kept.keys"))
            try await server.kill()
            let kept = installation.path("kept.sqlite")
            try await installation.sandalid("check", kept)
            try installation.expectStored(heard, in: kept)
        }
    }

    /// Talks until the disk is full and until it is not any more.
    ///
    /// - Parameter status: what the operator reads, where the server can be asked.
    /// - Returns: what lola and nodira have heard.
    private func talk(
        _ installation: Installation, _ server: RunningServer, fill: () async throws -> Void,
        clear: () throws -> Void, status: (() async throws -> String)? = nil
    ) async throws -> [[Text]] {
        let nodira = try await installation.connect(
            "nodira", to: server, then: ["JOIN #tue-circle"])
        let client = try await installation.connect(
            "lola", to: server, then: ["JOIN #tue-circle"])
        var lola = Speaker(client: client)
        #expect(try await lola.speak(until: .heard))
        try await fill()
        #expect(try await lola.speak(until: .refused))
        try await server.logged("level=error", "event=disk-full")
        if let status { #expect(try await status().contains("disk full")) }

        for (question, answer) in [("NAMES", "366"), ("WHO", "315")] {
            nodira.send("\(question) #tue-circle")
            try await nodira.expect("\(answer) nodira #tue-circle", within: Patience.line)
        }
        _ = try await nodira.settled()
        try clear()
        #expect(try await lola.speak(until: .heard))
        try await server.logged("event=disk-has-room")
        if let status { #expect(try await !status().contains("disk full")) }
        _ = try await nodira.settled()

        let others = await nodira.heardTexts()
        #expect(others == lola.heard, "what was refused was heard by nobody, the rest by all")
        return [lola.heard, others]
    }

    /// Says numbered texts, one after the other.
    private struct Speaker {
        enum Answer { case heard, refused }

        let client: Client
        private(set) var heard: [Text] = []
        private var number = 0

        init(client: Client) {
            self.client = client
        }

        /// Says texts until one has this answer; false when none has in time.
        mutating func speak(until wanted: Answer) async throws -> Bool {
            let end = ContinuousClock.now + Patience.line
            while ContinuousClock.now < end {
                number += 1
                client.send("PRIVMSG #tue-circle :lola \(number)")
                let answer = try await client.next(within: Patience.line) { message in
                    Text(message) != nil
                        || String(decoding: message.bytes, as: UTF8.self).contains("disk is full")
                }
                if let text = Text(answer) { heard.append(text) }
                if (Text(answer) == nil) == (wanted == .refused) { return true }
            }
            return false
        }
    }
}

extension Client {
    /// All the texts that have come in, in their order.
    func heardTexts() -> [Text] {
        transcript.compactMap { line in
            guard case .received(let message) = line.event else { return nil }
            return Text(message)
        }
    }
}
