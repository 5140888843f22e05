import Foundation
import SandaliKit
import Testing

/// The keys, as whoever runs a server meets them.
@Suite(.timeLimit(.minutes(2)))
struct KeyTests {
    /// A facilitator who has said something in a room of her own.
    private func circle(
        _ installation: Installation, _ words: String = "the soup burns"
    ) async throws {
        try await installation.sandalid(
            "account", "add", "zarina", "--role", "facilitator", "--password-stdin",
            input: "non-va-choy\n")
        try await installation.sandalid("room", "new", "#circle", "--facilitator", "zarina")
        let server = try await installation.start()
        let zarina = try await installation.connect(
            "zarina", to: server, password: "non-va-choy",
            then: ["JOIN #circle", "PRIVMSG #circle :\(words)"])
        _ = try await zarina.settle(within: Patience.line)
        await zarina.close()
        try await server.stop()
    }

    private func raw(_ installation: Installation) throws -> Data {
        let data = URL(fileURLWithPath: installation.data)
        return try FileManager.default.contentsOfDirectory(
            at: data, includingPropertiesForKeys: nil
        )
        .filter { $0.lastPathComponent != "control" }
        .reduce(into: Data()) { $0 += try Data(contentsOf: $1) }
    }

    @Test func `no file of the data directory shows what was said, nor anyone's name`()
        async throws
    {
        try await Installation.run { installation in
            try await circle(installation)
            let raw = try raw(installation)
            for words in ["soup", "zarina", "circle"] {
                #expect(raw.range(of: Data(words.utf8)) == nil, "\(words)")
            }
            #expect(try await installation.sandalid("check").contains("is whole"))
            #expect(try await installation.sandalid("account", "list").contains("zarina"))
        }
    }

    @Test func `without its master key, or with another, the server does not start and says why`()
        async throws
    {
        try await Installation.run { installation in
            try await circle(installation)
            let kept = try String(contentsOfFile: installation.masterKey, encoding: .utf8)
            try FileManager.default.removeItem(atPath: installation.masterKey)
            let (end, said) = try await installation.attempt(["run"])
            #expect(end == .exit(1) && said.contains("There is no master key"))
            #expect(try await installation.sandalid("check").contains("left unread"))
            try await installation.sandalid("keys", "init")
            let (_, wrong) = try await installation.attempt(["run"])
            #expect(wrong.contains("under another master key"))
            try installation.write([kept], to: "master.key")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o640], ofItemAtPath: installation.masterKey)
            let (_, open) = try await installation.attempt(["run"])
            #expect(open.contains("chmod 600"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: installation.masterKey)
            #expect(try await installation.sandalid("account", "list").contains("zarina"))
        }
    }

    @Test func `a rotation leaves everything readable, under the new key alone`() async throws {
        try await Installation.run { installation in
            try await circle(installation)
            let old = try Data(contentsOf: URL(fileURLWithPath: installation.masterKey))
            try await installation.sandalid("keys", "rotate")
            let new = try Data(contentsOf: URL(fileURLWithPath: installation.masterKey))
            #expect(old != new)
            #expect(try await installation.sandalid("check").contains("is whole"))
            #expect(try await installation.sandalid("account", "list").contains("zarina"))
            // Killed between the last centre and putting the new key in force.
            try old.write(to: URL(fileURLWithPath: installation.masterKey))
            try new.write(to: URL(fileURLWithPath: installation.masterKey + ".new"))
            for path in [installation.masterKey, installation.masterKey + ".new"] {
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o600], ofItemAtPath: path)
            }
            #expect(try await installation.sandalid("account", "list").contains("zarina"))
            try await installation.sandalid("keys", "rotate")
            let now = try Data(contentsOf: URL(fileURLWithPath: installation.masterKey))
            #expect(now == new)
            let server = try await installation.start()
            let (end, said) = try await installation.attempt(["keys", "rotate"])
            #expect(end == .exit(1) && said.contains("open in another process"))
            #expect(!FileManager.default.fileExists(atPath: installation.masterKey + ".new"))
            try await server.stop()
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
    func `a rotation by root leaves the new key to whom the old one belonged`() async throws {
        try await Installation.run { installation in
            try await circle(installation)
            let owner: [FileAttributeKey: Int] = [
                .ownerAccountID: 4711, .groupOwnerAccountID: 4712,
            ]
            try FileManager.default.setAttributes(owner, ofItemAtPath: installation.masterKey)
            let old = try Data(contentsOf: URL(fileURLWithPath: installation.masterKey))
            try await installation.sandalid("keys", "rotate")
            let new = try Data(contentsOf: URL(fileURLWithPath: installation.masterKey))
            #expect(old != new)
            let now = try FileManager.default.attributesOfItem(atPath: installation.masterKey)
            #expect(owner.allSatisfy { now[$0.key] as? Int == $0.value })
            #expect(now[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `a rotation looks at all keys first, and passes over logs without any`()
        async throws
    {
        try await Installation.run { installation in
            try await circle(installation)
            for name in ["east", "west"] {
                try await installation.sandalid("centre", "add", name)
                try await installation.sandalid(
                    "account", "add", "lola", "--role", "parent", "--centre", name,
                    "--without-password")
            }
            let keys = installation.data + "/east.keys"
            let whole = try Data(contentsOf: URL(fileURLWithPath: keys))
            let old = try Data(contentsOf: URL(fileURLWithPath: installation.masterKey))
            try Data("no keys".utf8).write(to: URL(fileURLWithPath: keys))
            let (end, said) = try await installation.attempt(["keys", "rotate"])
            #expect(end == .exit(1) && said.contains("east") && said.contains("see to these"))
            #expect(!FileManager.default.fileExists(atPath: installation.masterKey + ".new"))
            #expect(try Data(contentsOf: URL(fileURLWithPath: installation.masterKey)) == old)
            #expect(try await installation.sandalid("account", "list").contains("zarina"))
            try whole.write(to: URL(fileURLWithPath: keys))
            try FileManager.default.removeItem(atPath: installation.data + "/west.keys")
            let rotated = try await installation.sandalid("keys", "rotate")
            #expect(rotated.contains("west.sqlite: there are no keys beside it"))
            #expect(try Data(contentsOf: URL(fileURLWithPath: installation.masterKey)) != old)
            let list = try await installation.sandalid("account", "list", "--centre", "east")
            #expect(list.contains("lola"))
        }
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
    func `root serves nothing that is another user's`() async throws {
        try await Installation.run { installation in
            try await circle(installation)
            let owner: [FileAttributeKey: Int] = [
                .ownerAccountID: 4711, .groupOwnerAccountID: 4712,
            ]
            try FileManager.default.setAttributes(owner, ofItemAtPath: installation.data)
            let (end, said) = try await installation.attempt(["run"])
            #expect(end == .exit(1) && said.contains("another user's (4711)"))
        }
    }

    @Test func `a centre that was removed comes back after a rotation`() async throws {
        try await Installation.run { installation in
            try await installation.sandalid("centre", "add", "east")
            try await installation.sandalid(
                "account", "add", "lola", "--role", "parent", "--centre", "east",
                "--without-password")
            try await installation.sandalid("centre", "remove", "east", input: "east\n")
            try await installation.sandalid("keys", "rotate")
            let removed = installation.data + "/removed"
            let folder = try #require(
                try FileManager.default.contentsOfDirectory(atPath: removed).first)
            try await installation.sandalid("centre", "add", "east")
            try await installation.sandalid(
                "restore", "\(removed)/\(folder)/east.sqlite", "--centre", "east")
            let list = try await installation.sandalid("account", "list", "--centre", "east")
            #expect(list.contains("lola"))
        }
    }

    @Test func `lost keys come back from their backup, and without one the loss can be accepted`()
        async throws
    {
        try await Installation.run { installation in
            try await circle(installation)
            let backup = installation.path("keys.backup")
            let server = try await installation.start()
            #expect(try await installation.sandalid("status").contains("keys-backup never"))
            let (short, why) = try await installation.attempt(
                ["backup-keys", "home", backup, "--password-stdin"], input: "eleven here\n")
            #expect(short == .exit(1) && why.contains("at least 12 letters"))
            let (_, inside) = try await installation.attempt(
                ["backup-keys", "home", installation.data + "/b", "--password-stdin"],
                input: "twelve there\n")
            #expect(inside.contains("does not belong into the data directory"))
            try await installation.sandalid(
                "backup-keys", "home", backup, "--password-stdin", input: "twelve there\n")
            #expect(try await installation.sandalid("status").contains("0 keys since"))
            try await server.stop()
            try FileManager.default.removeItem(atPath: installation.keys)
            let (end, said) = try await installation.attempt(["run"])
            #expect(end == .exit(1) && said.contains("sandalid restore-keys"))
            let (_, wrong) = try await installation.attempt(
                ["restore-keys", "home", backup, "--password-stdin"], input: "another\n")
            #expect(wrong.contains("does not open"))
            try await installation.sandalid(
                "restore-keys", "home", backup, "--password-stdin", input: "twelve there\n")
            #expect(try await installation.sandalid("account", "list").contains("zarina"))
            try FileManager.default.removeItem(atPath: installation.keys)
            let lossy = try await installation.start(arguments: ["--accept-lost-keys"])
            try await lossy.logged("event=keys-lost")
            try await lossy.stop()
            #expect(try await installation.sandalid("check").contains("left unread"))
        }
    }
}
