import IRC
import Testing

@testable import Transport

@Suite struct PartsTests {
    @Test(arguments: [700, 5_000, 60_000])
    func `an outbox gives back what it took however it was cut`(largest: Int) {
        let pool = BufferPool()
        var outbox = Outbox()
        var expected: [UInt8] = []
        var given: [UInt8] = []
        var next: UInt8 = 0
        for round in 0..<400 {
            let size = (round * 37_337) % largest
            let bytes = (0..<size).map { _ -> UInt8 in
                next &+= 1
                return next
            }
            outbox.append(bytes.span, from: pool)
            expected += bytes
            // Less than came in on the average, so that it grows, and moves down now and then.
            let front = outbox.withFront(atMost: (round * 53_353) % (largest * 6 / 7)) { span in
                unsafe span.withUnsafeBytes { unsafe Array($0) }
            }
            given += front
            outbox.drop(front.count, to: pool)
            #expect(outbox.count == expected.count - given.count)
        }
        while !outbox.isEmpty {
            let front = outbox.withFront(atMost: 16_384) { span in
                unsafe span.withUnsafeBytes { unsafe Array($0) }
            }
            given += front
            outbox.drop(front.count, to: pool)
        }
        #expect(given == expected)
    }

    @Test func `a buffer comes back to whoever needs one of its size, and only to them`() {
        let pool = BufferPool()
        let sizes = [4_096, 8_192, 16_384]
        let given = unsafe sizes.map { capacity in
            let buffer = unsafe pool.take(capacity: capacity)
            unsafe pool.give(buffer, capacity: capacity)
            return unsafe buffer
        }
        for (place, capacity) in sizes.enumerated().reversed() {
            let taken = unsafe pool.take(capacity: capacity)
            #expect(unsafe taken == given[place])
            let another = unsafe pool.take(capacity: capacity)
            #expect(unsafe !given.contains(another))
            unsafe another.deallocate()
            unsafe pool.give(taken, capacity: capacity)
        }
    }

    @Test func `a lane keeps the order of those who wait while it grows`() {
        var lane = Lane()
        var next = 0
        var expected = 0
        for _ in 0..<50 {
            for _ in 0..<130 {
                lane.append(next)
                next += 1
            }
            for _ in 0..<40 {
                #expect(lane.popFirst() == expected)
                expected += 1
            }
        }
        while let slot = lane.popFirst() {
            #expect(slot == expected)
            expected += 1
        }
        #expect(expected == next)
    }

    @Test func `tokens regain by the clock and never past a full bucket`() {
        let budget = CommandBudget(burst: 3, perSecond: 2) { _ in 1 }
        var tokens = Tokens()
        tokens.regain(budget, at: 10_000)
        for _ in 0..<3 {
            #expect(tokens.areLeft)
            tokens.pay(thousandths: 1_000)
        }
        #expect(!tokens.areLeft)
        #expect(tokens.regained(budget) == 10_500)
        tokens.regain(budget, at: 10_500)
        tokens.pay(thousandths: 4_000)
        // Three in debt: back above nothing after one and a half seconds, a whole one at two.
        #expect(tokens.regained(budget) == 12_500)
        tokens.regain(budget, at: 12_000)
        #expect(!tokens.areLeft)
        tokens.regain(budget, at: 90_000)
        for _ in 0..<3 { tokens.pay(thousandths: 1_000) }
        #expect(!tokens.areLeft)
    }

    @Test func `a window is full by lines or by bytes and empties with the answers`() {
        var settings = TransportSettings(listeners: [])
        settings.windowLines = 4
        settings.windowBytes = 1_000
        let limits = Limits(settings)
        var window = Window()
        for _ in 0..<3 { window.sent(bytes: 10) }
        #expect(!window.isFull(limits))
        window.sent(bytes: 10)
        #expect(window.isFull(limits))
        window.answered(lines: 1)
        #expect(!window.isFull(limits) && !window.hasRoom(limits))
        window.answered(lines: 5)
        #expect(window.hasRoom(limits) && window.lines == 0 && window.bytes == 0)
        window.sent(bytes: 1_200)
        #expect(window.isFull(limits))
    }

    @Test(
        arguments: zip(
            ["127.0.0.1", "192.0.2.7", "::1", "2001:db8::7"], [true, false, true, false]))
    func `an address is read and written alike`(text: String, loopback: Bool) throws {
        let address = try #require(NetworkAddress(text))
        #expect(String(decoding: address.text, as: UTF8.self) == text)
        #expect(address.isLoopback == loopback)
        let (storage, _) = address.socketAddress(port: 6_697)
        #expect(NetworkAddress(storage) == address)
    }

    @Test func `limits per address count a household's addresses as one`() throws {
        let one = try #require(NetworkAddress("2001:db8::7"))
        let other = try #require(NetworkAddress("2001:db8::dead:beef"))
        let stranger = try #require(NetworkAddress("2001:db8:0:1::7"))
        #expect(one.network == other.network)
        #expect(one.network != stranger.network)
        let four = try #require(NetworkAddress("192.0.2.7"))
        #expect(four.network == four)
    }

    @Test(
        arguments: zip(
            ["192.0.2.7", "2001:db8::7", "2001::7:1:2:3:4", "2001:0:0:7::1", "::1"],
            ["192.0.2.7", "2001:db8::", "2001:0:0:7::", "2001:0:0:7::", "::"]))
    func `a centre learns of the network as of the address`(text: String, network: String) throws {
        let peer = Connection(address: try #require(NetworkAddress(text))).peer
        #expect(peer.address == Array(text.utf8))
        #expect(peer.network == Array(network.utf8))
    }
}
