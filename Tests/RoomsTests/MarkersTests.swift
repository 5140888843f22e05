import Rooms
import Testing
import Wire

@Suite struct MarkersTests {
    private let lola = PersonID(AccountID(7))
    private let room = Markers.Target.room(RoomID(3))

    private func moment(_ milliseconds: Int64) -> Moment { Moment(milliseconds: milliseconds) }

    @Test func `a row is written with the bytes that it has for ever`() {
        let markers = Tables().markers
        let targets: [(Markers.Target, String)] = [
            (.room(RoomID(3)), "0100000003"), (.person(lola), "020000000000000007"),
            (.name(Samples.name), "0311121314151617182122232425262728"),
        ]
        for (target, golden) in targets {
            let rows = markers.rows(marking: target, by: lola, at: moment(0x0102))
            #expect(rows.map(\.table.rawValue) == [1])
            #expect(rows.map { Samples.hex($0.key) } == ["0000000000000007" + golden])
            #expect(rows.map { $0.value.map(Samples.hex) } == ["0000000000000102"])
        }
    }

    @Test func `a marker only ever moves on`() {
        var tables = Tables()
        for (time, wanted) in [(5, 5), (3, 5), (5, 5), (6, 6)] as [(Int64, Int64)] {
            let rows = tables.markers.rows(marking: room, by: lola, at: moment(time))
            #expect(rows.isEmpty == (time <= 5 && tables.writes > 0))
            for row in rows { tables.apply(row) }
            #expect(tables.markers.mark(of: lola, in: room) == moment(wanted))
        }
        #expect(tables.writes == 2)
    }

    @Test func `past the limit the marker that stands longest ago goes`() {
        var tables = Tables()
        for number in 0..<UInt32(Limit.markers) {
            let time = number == 9 ? Int64(1) : 1000 + Int64(number)
            for row in tables.markers.rows(
                marking: .room(RoomID(number)), by: lola, at: moment(time))
            {
                tables.apply(row)
            }
        }
        let rows = tables.markers.rows(
            marking: .room(RoomID(99_999)), by: lola, at: moment(50_000))
        #expect(rows.map { $0.value == nil } == [true, false])
        for row in rows { tables.apply(row) }
        #expect(tables.markers.mark(of: lola, in: .room(RoomID(9))) == nil)
        #expect(tables.markers.mark(of: lola, in: .room(RoomID(0))) == moment(1000))
        #expect(tables.erasing(AccountID(7)).count == Limit.markers)
    }

    @Test func `what is erased is gone, and what others have stays`() {
        var tables = Tables()
        let mina = PersonID(AccountID(8))
        for person in [lola, mina] {
            for row in tables.markers.rows(marking: room, by: person, at: moment(5)) {
                tables.apply(row)
            }
        }
        for row in tables.erasing(AccountID(7)) { tables.apply(row) }
        #expect(tables.markers.mark(of: lola, in: room) == nil)
        #expect(tables.markers.mark(of: mina, in: room) == moment(5))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `any bytes as a row are read or passed over`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var tables = Tables()
        for _ in 0..<200 {
            let value = dice.oneIn(4) ? nil : Samples.bytes(&dice, atMost: 12)
            tables.apply(Row(.markers, key: Samples.bytes(&dice, atMost: 24), value: value))
        }
        #expect(tables.writes == 200)
    }
}
