import Foundation
import Testing
import Wire

@testable import SandaliKit

/// What becomes of the certificates that a device has.
@Suite(.timeLimit(.minutes(3)))
struct DeviceTests {
    private func device(_ account: String, _ screen: Screen, _ server: ScriptedServer)
        -> DeviceFiles
    {
        DeviceFiles(
            folder: screen.folder + "/sandali/devices", server: server.address, account: account)
    }

    /// Nothing is said to a server that nobody vouches for: it fails, and is looked at.
    private let unknown: ScriptedServer.Scene = { peer in _ = try peer.line() }

    @Test func `another person's certificate stays when the name that was tried is theirs`()
        async throws
    {
        let refused: ScriptedServer.Scene = { peer in
            try peer.until("CAP END")
            try peer.say(
                ":s CAP * ACK :server-time", ":s FAIL REGISTER ACCOUNT_EXISTS x :This is taken")
            _ = try peer.line()
        }
        let server = try ScriptedServer(
            tls: freshServer(), unknown, unknown, refused, refused,
            { peer in
                try peer.until("CAP END")
                try peer.say(
                    ":s CAP * ACK :server-time", ":s REGISTER SUCCESS willow :Made",
                    ":s 001 willow :Welcome")
                try peer.until("QUIT")
            })
        let code = String(decoding: SpokenCode.digits(for: 5_720_391_846_204), as: UTF8.self)
        let screen = try Screen()
        let (theirs, tried) = (device("lola", screen, server), device("elm", screen, server))
        try theirs.make()
        let status = try await screen.run(["-s", server.address.description, "--code"]) {
            try screen.wait(for: "Code of your invitation: ")
            screen.type(code + "\r")
            try screen.wait(for: "Name: ")
            screen.type("lola\r")
            try screen.wait(for: "Password: ")
            screen.type("winter-bread\r")
            try screen.wait(for: "The same again: ")
            screen.type("winter-bread\r")
            try screen.wait(for: "Do you trust it?")
            screen.type("y\r")
            try screen.wait(for: "This is taken")
            screen.type("elm\r")
            try screen.wait(for: "This is taken")
            screen.type("willow\r")
            try screen.wait(for: "Welcome, willow.")
            screen.type("\u{04}")
        }
        #expect(status == 0)
        #expect(theirs.exist)
        // What was made for a name that is not one's own is of no use to anybody.
        #expect(!tried.exist)
        #expect(device("willow", screen, server).exist)
    }

    @Test func `a certificate that is refused is kept, for the account may only be closed for now`()
        async throws
    {
        let server = try ScriptedServer(
            tls: freshServer(), unknown, unknown,
            { peer in
                try peer.until("AUTHENTICATE EXTERNAL")
                try peer.until("CAP END")
                try peer.say(":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 * :Not now")
                _ = try peer.line()
            },
            { peer in
                try peer.until("AUTHENTICATE PLAIN")
                try peer.welcome("lola", withSASL: true)
                try peer.until("QUIT")
            })
        let screen = try Screen()
        let own = device("lola", screen, server)
        try own.make()
        let key = try Data(contentsOf: URL(filePath: own.key))
        let status = try await screen.run(["-s", server.address.description]) {
            try screen.wait(for: "Do you trust it?")
            screen.type("y\r")
            try screen.wait(for: "This device was not let in by itself: Not now")
            try screen.wait(for: "Either the account is closed for now")
            try screen.wait(for: "Password of lola: ")
            screen.type("winter-bread\r")
            try screen.wait(for: "Welcome, lola.")
            screen.type("\u{04}")
        }
        #expect(status == 0)
        #expect(try Data(contentsOf: URL(filePath: own.key)) == key)
    }

    @Test func `who is kept out while talking reads the server's own sentence`() async throws {
        let server = try ScriptedServer(
            tls: freshServer(), unknown, unknown,
            { peer in
                try peer.until("AUTHENTICATE EXTERNAL")
                try peer.welcome("lola", withSASL: true)
                try peer.say("ERROR :Closed for now")
            },
            { peer in
                try peer.until("CAP END")
                try peer.say(":s CAP * ACK :sasl", "AUTHENTICATE +", ":s 904 * :Closed for now")
                _ = try peer.line()
            })
        let screen = try Screen()
        try device("lola", screen, server).make()
        let status = try await screen.run(["-s", server.address.description]) {
            try screen.wait(for: "Do you trust it?")
            screen.type("y\r")
            try screen.wait(for: "The server closed the connection: Closed for now")
            try screen.wait(for: "This device was not let in by itself: Closed for now")
        }
        #expect(status == 5)
        #expect(!screen.shown.contains("Check account and password"))
    }

    @Test func `after one's own erasure the client ends kindly and leaves nothing behind`()
        async throws
    {
        let server = try ScriptedServer(
            tls: freshServer(), unknown, unknown,
            { peer in
                try peer.until("AUTHENTICATE EXTERNAL")
                try peer.welcome("lola", withSASL: true)
                try peer.until("ERASE NOW :winter-bread")
                try peer.say(":s NOTE ERASE STEP 1 :Closed", ":s NOTE ERASE STEP 3 :Go well")
                try peer.say("ERROR :Goodbye")
            })
        let screen = try Screen()
        let own = device("lola", screen, server)
        try own.make()
        let status = try await screen.run(["-s", server.address.description]) {
            try screen.wait(for: "Do you trust it?")
            screen.type("y\r")
            try screen.wait(for: "Welcome, lola.")
            screen.type("/erase now\r")
            try screen.wait(for: "Password of lola: ")
            screen.type("winter-bread\r")
            try screen.wait(for: "Go well")
            try screen.wait(for: "Goodbye.")
        }
        #expect(status == 0)
        #expect(!own.exist)
        #expect(!screen.shown.contains("Trying again"))
    }
}
