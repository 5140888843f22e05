import Rooms
import Testing
import Wire

@Suite struct EventTests {
    @Test(arguments: Samples.events.indices)
    func `an event is written with the bytes that it has for ever`(index: Int) throws {
        let sample = Samples.events[index]
        #expect(sample.event.kind == sample.kind)
        #expect(Event.version == 1)
        #expect(Samples.hex(sample.event.encoded) == sample.golden.filter { $0 != " " })
        let read = try Event(kind: sample.kind, version: 1, encoded: sample.event.encoded)
        #expect(read == sample.event)
    }

    /// A new kind of event without golden bytes does not compile here.
    static func number(_ event: Event) -> UInt16 {
        switch event {
        case .restarted: 1
        case .accountMade: 2
        case .rolesSet: 3
        case .passwordSet: 4
        case .scramSet: 5
        case .deviceBound: 6
        case .deviceDropped: 7
        case .roomMade: 10
        case .roomClosed: 11
        case .titled: 12
        case .enrolled: 13
        case .unenrolled: 14
        case .caseOpened: 15
        case .renamed: 16
        case .casework(_, let event): CaseSamples.number(event)
        case .meeting(_, let event): MeetingSamples.number(event)
        case .circle(_, let event): CircleSamples.number(event)
        case .audited: 120
        case .entered: 20
        case .left: 21
        case .removed: 22
        case .invited: 23
        case .identified: 24
        case .topicSet: 30
        case .modesSet: 31
        case .limitSet: 32
        case .keySet: 33
        case .keyLifted: 34
        case .prefixesSet: 35
        case .maskAdded: 36
        case .maskRemoved: 37
        case .roomSet: 48
        case .nickChanged: 49
        case .said: 40
        case .whispered: 41
        case .redacted: 43
        case .confided: 124
        case .preference(.language): 50
        case .preference(.persistence): 53
        case .invitation(.made): 60
        case .invitation(.revoked): 61
        case .invitation(.redeemed): 62
        case .access(.tokenGiven): 63
        case .access(.tokenDropped): 64
        case .access(.renewed): 65
        case .access(.suspended): 66
        case .keeping(.removed): 55
        case .keeping(.suspended): 56
        case .keeping(.wished): 57
        case .keeping(.erased): 58
        case .keeping(.finished): 59
        }
    }

    @Test func `every kind of event has its golden bytes, and a number of its own`() {
        let kinds = Samples.events.map(\.kind)
        // Two purposes of a code are one kind, and so are tokens with and without a device.
        #expect(Set(kinds).count == kinds.count - 4)
        #expect(kinds.count == 107)
        #expect(Samples.events.map { Self.number($0.event) } == kinds)
    }

    @Test(arguments: Samples.events.indices)
    func `an event that is cut short or goes on is not read`(index: Int) {
        let sample = Samples.events[index]
        let whole = sample.event.encoded
        for length in 0..<whole.count {
            #expect(throws: CodingError.short) {
                try Event(kind: sample.kind, version: 1, encoded: Array(whole[..<length]))
            }
        }
        #expect(throws: CodingError.long(1)) {
            try Event(kind: sample.kind, version: 1, encoded: whole + [0])
        }
        #expect(throws: CodingError.unknownEvent(kind: sample.kind, version: 2)) {
            try Event(kind: sample.kind, version: 2, encoded: whole)
        }
    }

    @Test(arguments: [
        (UInt16(10), 4, UInt8(9)), (21, 12, 0), (36, 4, 4), (40, 20, 4), (40, 22, 8), (50, 4, 6),
        (48, 4, 3), (103, 12, 7), (115, 32, 6), (115, 33, 4),
    ])
    func `a value that is not known is refused`(kind: UInt16, at: Int, byte: UInt8) throws {
        let sample = try #require(Samples.events.first { $0.kind == kind })
        var bytes = sample.event.encoded
        bytes[at] = byte
        #expect(throws: CodingError.unknownValue(UInt64(byte))) {
            try Event(kind: kind, version: 1, encoded: bytes)
        }
    }

    @Test func `words that begin with their sender's name are marked by one bit`() throws {
        var saying = Samples.saying
        saying.signed = true
        #expect(Event.said(Samples.room, saying).encoded.last == 3)
        saying.tagged = false
        let event = Event.said(Samples.room, saying)
        #expect(event.encoded.last == 2)
        #expect(try Event(kind: 40, version: 1, encoded: event.encoded) == event)
    }

    @Test func `a token stands behind the rest, and a bit says so`() throws {
        var saying = Samples.saying
        saying.token = 0x0102_0304_0506_0708
        let event = Event.said(Samples.room, saying)
        let golden = "01020304 0000000000000007 a1a2a3a4a5a6a7a8 02 02 05 0102030405060708"
        #expect(Samples.hex(event.encoded) == golden.filter { $0 != " " })
        #expect(try Event(kind: 40, version: 1, encoded: event.encoded) == event)
        #expect(throws: CodingError.short) {
            try Event(kind: 40, version: 1, encoded: Array(event.encoded.dropLast()))
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `any bytes are an event that is written the same again, or a coding error`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<500 {
            let kind =
                dice.oneIn(4)
                ? UInt16(dice.below(130))
                : Samples.events[dice.below(Samples.events.count)].kind
            let bytes = Samples.bytes(&dice, atMost: 48)
            do throws(CodingError) {
                let event = try Event(kind: kind, version: 1, encoded: bytes)
                #expect(event.encoded == bytes)
                #expect(event.kind == kind)
            } catch {
                continue
            }
        }
    }

    @Test func `several texts are packed into one and come out again as far as they are whole`() {
        let texts: [[UInt8]] = [[], Array("салом".utf8), [UInt8](repeating: 7, count: 300)]
        let packed = Words.pack(texts[0], texts[1], texts[2])
        #expect(Words.unpack(packed) == texts)
        #expect(Words.unpack(Array(packed.dropLast())) == Array(texts[..<2]))
        #expect(Words.unpack([]) == [])
        #expect(Words.unpack([0]) == [])
    }
}
