import Testing

@testable import Transport

@Suite struct BellTests {
    @Test func `a bell is reported once each time that it rings, though nobody reads it`() throws {
        let epoll = try Epoll()
        let bell = try Bell()
        let isAdded = epoll.add(bell, tag: Tag.bell.bits)
        #expect(isAdded)
        var reports = epoll.poll(within: 0)
        #expect(reports == 0)
        for _ in 0..<3 {
            bell.ring()
            // A loop that were told of it again and again would never sleep.
            reports = epoll.poll(within: 0)
            #expect(reports == 1)
            let tag = Tag(epoll.entry(0).tag)
            #expect(tag == .bell)
            reports = epoll.poll(within: 0)
            #expect(reports == 0)
        }
    }

    @Test func `a loop may sleep only when nothing was left since it looked`() {
        #expect(Self.sleeps(over: Inbox()))
        var left = Inbox()
        left.batches = [[]]
        #expect(!Self.sleeps(over: left))
        left = Inbox()
        left.calls = [{}]
        #expect(!Self.sleeps(over: left))
    }

    private static func sleeps(over inbox: Inbox) -> Bool {
        var inbox = inbox
        let mayRest = inbox.rest()
        #expect(inbox.isResting == mayRest)
        return mayRest
    }
}
