import IRC
import Synchronization
import Testing
import Wire

@testable import Transport

@Suite struct DeadlineTests {
    @Test func `whoever never says who they are is told and let go`() throws {
        let server = try TestServer { $0.registerWithin = .milliseconds(200) }
        defer { server.stop() }
        let client = try server.connect()
        try client.send("NICK lina\r\n")
        #expect(try client.line(beginning: "ERROR :") != nil)
        #expect(try client.readsToEnd())
        #expect(server.counts { $0.timedOut == 1 && $0.connections == 0 })
    }

    @Test func `whom the centre does not let in has no longer than others`() throws {
        let server = try TestServer { $0.registerWithin = .milliseconds(200) }
        defer { server.stop() }
        server.centre.state.withLock { $0.admits = false }
        let client = try server.connect()
        try client.send("NICK lina\r\nUSER lina 0 * :lina\r\n")
        #expect(try client.line(beginning: "ERROR :") != nil)
        #expect(try client.readsToEnd())
    }

    @Test func `the silent are asked and go when they stay silent`() throws {
        let server = try TestServer {
            $0.pingAfter = .milliseconds(200)
            $0.pingWait = .milliseconds(200)
        }
        defer { server.stop() }
        let (client, id) = try server.enter("lina")
        #expect(try client.line() == "PING :test.example")
        #expect(try client.line(beginning: "ERROR :") != nil)
        #expect(server.centre.ending(of: id) == .timedOut)
        #expect(try client.readsToEnd())
    }

    @Test func `who answers is asked again and stays`() throws {
        let server = try TestServer {
            $0.pingAfter = .milliseconds(150)
            $0.pingWait = .milliseconds(5_000)
        }
        defer { server.stop() }
        let (client, _) = try server.enter("lina")
        for _ in 0..<3 {
            #expect(try client.line() == "PING :test.example")
            try client.send("PONG :test.example\r\n")
        }
        #expect(server.transport.counts.connections == 1)
    }

    @Test func `whom a session hangs on is asked sooner, and gone sooner`() throws {
        let server = try TestServer {
            $0.pingAfter = .seconds(600)
            $0.pingWait = .seconds(600)
            $0.watchedPingAfter = .milliseconds(200)
            $0.watchedPingWait = .milliseconds(200)
        }
        defer { server.stop() }
        let (client, id) = try server.enter("zarina")
        let (other, _) = try server.enter("lina")
        server.centre.deliver([.watched(id, closely: true)])
        #expect(try client.line() == "PING :test.example")
        try client.send("PONG :test.example\r\n")
        #expect(try client.line() == "PING :test.example")
        #expect(try client.line(beginning: "ERROR :") != nil)
        #expect(server.centre.ending(of: id) == .timedOut)
        // The other one is not asked at all.
        try other.send("PRIVMSG x :hello\r\n")
        #expect(try other.line() == "PRIVMSG x :hello")
    }

    @Test func `a wheel gives back each slot once its time has come and never before`() {
        var wheel = Wheel(now: 1_000)
        var dice = SystemRandomNumberGenerator()
        var due: [Int: Int64] = [:]
        for slot in 0..<500 { due[slot] = 1_000 + Int64.random(in: 1...600_000, using: &dice) }
        for (slot, time) in due { wheel.place(slot, due: time) }
        for slot in 0..<50 { wheel.remove(slot) }
        for slot in 0..<50 { due[slot] = nil }
        var now: Int64 = 1_000
        while !due.isEmpty, let next = wheel.nextDue {
            #expect(next >= now)
            now = next
            while let slot = wheel.popDue(now: now) {
                let time = due[slot]!
                // What lies further ahead than a turn of the wheel comes up early, and goes back.
                guard time <= now else {
                    wheel.place(slot, due: time)
                    continue
                }
                #expect(now - time < Wheel.tick)
                due[slot] = nil
            }
        }
        #expect(due.isEmpty && wheel.count == 0 && wheel.nextDue == nil)
    }
}

@Suite struct InvitedTests {
    @Test func `whoever holds a code has more time, for a password is to be thought of`() throws {
        let server = try TestServer { $0.registerWithin = .milliseconds(400) }
        defer { server.stop() }
        let invited = try server.connect()
        let code = String(decoding: SpokenCode.digits(for: 5_720_391_846_204), as: UTF8.self)
        try invited.send("PASS \(code)\r\n")
        let other = try server.connect()
        try other.send("NICK lina\r\n")
        // The other came later, and has been let go.
        #expect(try other.line(beginning: "ERROR :") != nil)
        try invited.send("PING here\r\n")
        #expect(try invited.line() == ":test.example PONG test.example :here")
        #expect(try invited.line(beginning: "ERROR :") != nil)
    }
}
