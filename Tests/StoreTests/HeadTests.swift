import Rooms
import Testing

@testable import Store

@Suite struct HeadTests {
    private let record = Record(
        position: Position(9), time: Moment(milliseconds: 0x0102_0304_0506), room: RoomID(0x0a0b),
        policy: 0x0c0d_0e0f, kind: 0x1011, version: 2, payload: [0xaa, 0xbb], words: [0x68])

    private func encoded(_ record: Record, wordsHash: [UInt8]?) -> [UInt8] {
        var bytes: [UInt8] = []
        Head.append(record, wordsHash: wordsHash, to: &bytes)
        return bytes
    }

    @Test func `a head without words is these bytes for ever`() {
        let bytes = encoded(record, wordsHash: nil)
        #expect(
            bytes == [
                1, 0, 2, 0x10, 0x11, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e,
                0x0f, 0xaa, 0xbb,
            ])
    }

    @Test func `a head with words holds their hash before the payload`() throws {
        let hash = [UInt8](repeating: 0x5a, count: 32)
        let bytes = encoded(record, wordsHash: hash)
        #expect(bytes.prefix(2) == [1, 1])
        #expect(Array(bytes[21..<53]) == hash)
        #expect(bytes.suffix(2) == [0xaa, 0xbb])
        let head = try #require(Head(bytes))
        #expect(head.wordsHash == hash)
        #expect(head.record(at: Position(9), words: [0x68]) == record)
    }

    @Test func `a time before 1970 comes back as it went in`() throws {
        var early = record
        early.time = Moment(milliseconds: -1)
        let bytes = encoded(early, wordsHash: nil)
        #expect(try #require(Head(bytes)).time == early.time)
    }

    @Test func `what is no head is none, cut anywhere`() {
        let bytes = encoded(record, wordsHash: [UInt8](repeating: 1, count: 32))
        for count in 0..<53 { #expect(Head(Array(bytes.prefix(count))) == nil) }
        #expect(Head([2] + bytes.dropFirst()) == nil)
        #expect(Head([1, 2] + bytes.dropFirst(2)) == nil)
    }
}
