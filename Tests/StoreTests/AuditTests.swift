import Rooms
import Store
import Testing

@Suite struct AuditTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `the newest entries of a subject are read, the oldest first, and no older ones`()
        throws
    {
        let log = try scratch.open()
        let (ours, other) = (RoomID(1), RoomID(2))
        let dilbar = PersonID(AccountID(1))
        let facts = (0..<40).map { number in
            Event.enrolled(
                number.isMultiple(of: 2) ? ours : other, AccountID(UInt32(number + 10)), [],
                by: dilbar)
        }
        var position = Position.start
        for (number, event) in facts.enumerated() {
            position = position.next
            try log.append([
                Record(
                    position: position, time: Moment(milliseconds: Int64(number)), room: event.room,
                    policy: 0, kind: event.kind, version: Event.version, payload: event.encoded,
                    words: nil)
            ])
        }
        func entries(since: Int64, limit: Int) throws -> [Int64] {
            let request = AuditRequest(
                subject: .room(ours), since: Moment(milliseconds: since), limit: limit, cases: [])
            return try log.audit(request).map(\.time.milliseconds)
        }
        #expect(try entries(since: 0, limit: 3) == [34, 36, 38])
        #expect(try entries(since: 35, limit: 100) == [36, 38])
        #expect(try entries(since: 99, limit: 100).isEmpty)
        #expect(try entries(since: 0, limit: 100).count == 20)
    }

    @Test func `whose text it was that staff decided over is found in the log`() throws {
        let log = try scratch.open()
        let room = RoomID(1)
        let (dilbar, lola) = (PersonID(AccountID(1)), PersonID(AccountID(2)))
        let held = Saying(by: lola, id: MessageID(bits: 1), manner: .message)
        let own = Saying(by: dilbar, id: MessageID(bits: 2), manner: .message)
        let events: [Event] = [
            .circle(room, .held(number: 1, held, .all)), .said(room, held), .said(room, own),
            .circle(room, .heldEnded(at: Position(1), released: false, by: dilbar)),
            .redacted(room, Position(2), by: dilbar), .redacted(room, Position(3), by: dilbar),
            .redacted(room, Position(99), by: dilbar), .redacted(room, Position(.max), by: dilbar),
        ]
        var position = Position.start
        for event in events {
            position = position.next
            try log.append([
                Record(
                    position: position, time: Moment(milliseconds: 1), room: room, policy: 0,
                    kind: event.kind, version: Event.version, payload: event.encoded, words: nil)
            ])
        }
        func audit(_ subject: AuditRequest.Subject) throws -> [AuditEntry] {
            try log.audit(
                AuditRequest(
                    subject: subject, since: Moment(milliseconds: 0), limit: 100, cases: []))
        }
        let all = try audit(.room(room))
        #expect(
            all.map(\.deed)
                == [.textHeld, .textRefused, .redacted, .redacted, .redacted, .redacted])
        #expect(all.map(\.on) == [nil, lola, lola, nil, nil, nil])
        #expect(
            try audit(.account(AccountID(2))).map(\.deed) == [.textHeld, .textRefused, .redacted])
    }
}
