import Testing

@testable import Rooms

@Suite struct FreezingTests {
    private let room = RoomID(3)
    private let author = PersonID(AccountID(1))
    private let reader = PersonID(AccountID(2))

    /// Nine texts, an hour apart.
    private func centre() -> Centre {
        var centre = Centre(policy: .support)
        for number in 1...9 as ClosedRange<Int64> {
            let saying = Saying(by: author, id: MessageID(bits: 1), manner: .message)
            centre.apply(.said(room, saying), at: Moment(milliseconds: number * 3_600_000))
        }
        return centre
    }

    private func report(_ text: UInt64, _ number: UInt32, _ matter: Report.Matter) -> Event {
        .circle(
            room,
            .reported(
                number: number, textAt: Position(text), author: author, by: reader, matter, .lead))
    }

    private func closing(_ number: UInt32) -> Event {
        .circle(
            room,
            .reportClosed(number: number, copyAt: Position(10), author: author, by: reader))
    }

    private let terms = KeepingTerms(rooms: 3_600, workerChannels: nil, whispers: nil)
    private let late = Moment(milliseconds: 1 << 40)

    private func all(sparing: [Position]) -> Wipe {
        .texts(room, Position(1)...Position(9), sparing: sparing)
    }

    @Test func `the kinds that are wiped by their age are those of their events`() {
        let kinds = Samples.events.map(\.event).filter(\.isKeptByAge).map(\.kind)
        #expect(Set(kinds) == Set(Event.kindsKeptByAge))
    }

    @Test func `a text that is reported is spared, and only it`() {
        var centre = centre()
        centre.apply(report(4, 1, .worry), at: late)
        // Of what was taken back nothing is left to spare.
        centre.apply(report(6, 2, .redacted), at: late)
        #expect(centre.wipesDue(at: late, under: terms) == [all(sparing: [Position(4)])])
    }

    @Test func `it goes at once when the last report is closed, if its time has passed`() {
        var centre = centre()
        centre.apply(report(4, 1, .worry), at: late)
        centre.apply(report(4, 2, .harm), at: late)
        centre.apply(.keeping(.removed(.texts(room, through: Position(9)))), at: late)
        #expect(centre.wipesDue(at: late, under: terms) == [])
        centre.apply(closing(1), at: late)
        #expect(centre.wipesDue(at: late, under: terms) == [])
        centre.apply(closing(2), at: late)
        #expect(centre.wipesDue(at: late, under: terms) == [.words([Position(4)])])
    }

    @Test func `it waits for its time when the report is closed before`() {
        var centre = centre()
        centre.apply(report(4, 1, .spam), at: centre.time)
        centre.apply(closing(1), at: centre.time)
        #expect(!centre.keeping.hasStale)
        #expect(centre.wipesDue(at: late, under: terms) == [all(sparing: [])])
    }
}
