import Foundation
import SandaliKit
import Testing
import Wire

/// From a printed card to an account, and back again by what the device keeps.
@Suite(.timeLimit(.minutes(2)))
struct InvitationTests {
    /// The fourteen digits on a card.
    private func code(on card: String) throws -> String {
        let line = try #require(card.split(separator: "\n").first { $0.hasPrefix("Your code:") })
        return line.filter(\.isNumber)
    }

    private func connect(
        _ server: RunningServer, _ account: String, _ method: Identity.Method,
        password: String = "", device: DeviceFiles? = nil
    ) async throws -> Client {
        var options = Client.Options()
        options.trust = .anything
        options.device = device
        options.openWithin = Patience.line
        options.registerWithin = Patience.line
        return try await Client.connect(
            to: server.address,
            as: Identity(account: account, password: password, method: method), options: options)
    }

    private func isRefused(_ attempt: () async throws -> Client) async throws -> Bool {
        do {
            await (try await attempt()).close()
            return false
        } catch let error as ConnectError {
            guard case .signInRefused = error else { throw error }
            return true
        }
    }

    @Test func `the first administrator needs no password on any command line`() async throws {
        try await Installation.run { installation in
            let server = try await installation.start()
            let card = try await installation.sandalid("code", "new", "--role", "administrator")
            let fingerprint = try await installation.sandalid("certificate")
            let shown = card.filter(\.isHexDigit).lowercased()
            #expect(shown.contains(fingerprint.lowercased().filter(\.isHexDigit)))
            #expect(card.split(separator: "\n").allSatisfy { $0.count <= 58 })
            let listed = try await installation.sandalid("code", "list")
            #expect(listed.contains("1: administrator, until "))
            let zarina = try await connect(
                server, "zarina", .invitation(code: try code(on: card)), password: "winter-bread")
            let accounts = try await installation.sandalid("account", "list")
            #expect(accounts.contains("zarina administrator"))
            // Whoever runs the centre now invites the others.
            zarina.send("CODE NEW parent")
            try await zarina.expect("NOTE CODE CODE_MADE")
            await zarina.close()
        }
    }

    @Test func `a device comes back by its certificate or its token, until they are dropped`()
        async throws
    {
        try await Installation.run { installation in
            let before = try await installation.start()
            let card = try await installation.sandalid("code", "new", "--role", "parent")
            let device = DeviceFiles(
                folder: installation.path("devices"), server: before.address, account: "lola")
            try device.make()
            let first = try await connect(
                before, "lola", .invitation(code: try code(on: card)), password: "winter-bread",
                device: device)
            first.send("DEVICE ADD")
            try await first.expect("NOTE DEVICE DEVICE_ADDED")
            first.send("TOKEN NEW")
            let given = try await first.expect("NOTE TOKEN TOKEN lola")
            let token = try #require(given.text(3).flatMap { Base64.decode($0) })
            try await before.kill()
            let server = try await installation.start()
            await (try await connect(server, "lola", .certificate, device: device)).close()
            await (try await connect(server, "lola", .token(token), device: device)).close()
            #expect(
                try await isRefused { try await connect(server, "lola", .token(token)) })
            let second = try await connect(server, "lola", .sasl, password: "winter-bread")
            let recover = try await installation.sandalid("code", "recover", "lola")
            let third = try await connect(
                server, "lola", .invitation(code: try code(on: recover)),
                password: "summer-bread")
            #expect(try await second.ended(within: Patience.line) != .byUs)
            #expect(
                try await isRefused {
                    try await connect(server, "lola", .certificate, device: device)
                })
            #expect(
                try await isRefused {
                    try await connect(server, "lola", .token(token), device: device)
                })
            #expect(
                try await isRefused {
                    try await connect(server, "lola", .sasl, password: "winter-bread")
                })
            await third.close()
        }
    }
}
