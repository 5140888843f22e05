import Rooms
import Testing
import Wire

@Suite struct MetadataTests {
    private let lola = PersonID(AccountID(7))
    private let color = Array("color".utf8)

    @Test func `a row is written with the bytes that it has for ever`() {
        let own = Metadata.row(.person(lola), color, Array("red".utf8))
        #expect(own.table.rawValue == 2)
        #expect(Samples.hex(own.key) == "010000000000000007" + Samples.hex(color))
        #expect(own.value == Array("red".utf8))
        let room = Metadata.row(.room(RoomID(3)), color, nil)
        #expect(Samples.hex(room.key) == "0200000003" + Samples.hex(color))
        #expect(room.value == nil)
    }

    @Test func `the last value stands until it is removed`() {
        var tables = Tables()
        for value in ["red", "blue"] {
            tables.apply(Metadata.row(.person(lola), color, Array(value.utf8)))
            #expect(tables.metadata.value(of: .person(lola), color) == Array(value.utf8))
        }
        #expect(tables.metadata.count(of: .person(lola)) == 1)
        tables.apply(Metadata.row(.person(lola), color, nil))
        #expect(tables.metadata == Tables().metadata)
    }

    @Test func `what is set of rooms that are gone can be removed, and of an account that is`() {
        var tables = Tables()
        for room in [RoomID(1), RoomID(2)] {
            tables.apply(Metadata.row(.room(room), color, [1]))
        }
        tables.apply(Metadata.row(.person(lola), color, [1]))
        for row in tables.metadata.clearing(roomsBesides: { $0 == RoomID(2) }) {
            tables.apply(row)
        }
        #expect(tables.metadata.count(of: .room(RoomID(1))) == 0)
        #expect(tables.metadata.count(of: .room(RoomID(2))) == 1)
        for row in tables.erasing(AccountID(7)) { tables.apply(row) }
        #expect(tables.metadata.count(of: .person(lola)) == 0)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `any bytes as a row are read or passed over`(seed: UInt64) {
        var dice = Dice(seed: seed)
        var tables = Tables()
        for _ in 0..<200 {
            let value = dice.oneIn(4) ? nil : Samples.bytes(&dice, atMost: 12)
            tables.apply(Row(.metadata, key: Samples.bytes(&dice, atMost: 24), value: value))
        }
        #expect(tables.writes == 200)
    }
}
