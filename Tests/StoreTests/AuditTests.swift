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
}
