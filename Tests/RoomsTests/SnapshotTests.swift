import Rooms
import Testing
import Wire

@Suite struct SnapshotTests {
    @Test func `a snapshot is written with the bytes that it has for ever`() throws {
        var town = Town()
        town.now = Moment(milliseconds: 0x0102)
        let dilbar = try town.account("dilbar", .facilitator)
        let room = try town.room("#t", by: dilbar)
        try town.enter(room, dilbar)
        let name = Town.named("dilbar")
        let device = Town.named("a certificate")
        town.make(try town.centre.bind(device.key, fingerprint: [1], to: dilbar.account))
        for fact in try town.centre.choose(.tajik, for: dilbar.account) { town.make(fact) }
        let title = Town.named("#t")
        func hex<Number: FixedWidthInteger>(_ number: Number) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: Number.bitWidth / 4 - digits.count) + digits
        }
        let account = [
            "00000001", hex(name.key.high), hex(name.key.low), hex(UInt64(1)),
            hex(name.skeleton.high), hex(name.skeleton.low), "02", "00", "00", "00000001",
            hex(device.key.high), hex(device.key.low), hex(UInt64(5)), hex(UInt64(0x0102)),
            "00",
        ]
        let place = [
            "00000001", "01", hex(title.key.high), hex(title.key.low), hex(UInt64(2)),
            hex(UInt64(0x0102)), "001c", "00", "00", hex(UInt64(0x0102)), hex(UInt64(0)), "00",
            "00000000", "00000004",
        ]
        let chosen = ["00000001", "00000001", "03"]
        let member = ["00000001", hex(UInt64(1)), "04", hex(UInt64(4))]
        let lists = [
            "00000001", "00000001", "04", hex(UInt64(3)), "00000000", "00000000", "00000000",
            hex(UInt64(4)), "00000000", "00000001", "10", "00000002", "00000001", hex(UInt64(0)),
            "02",
        ]
        let head = [hex(UInt64(11)), hex(UInt64(0x0102)), "00000002", hex(UInt64(1)), "00000001"]
        let code = Invitation(
            key: name.key, by: dilbar.account, number: 2, purpose: .recovery(dilbar.account),
            expires: Moment(milliseconds: 0x0203))
        town.make(Fact(.invitation(.made(code))))
        town.make(Fact(.access(.tokenGiven(dilbar.account, title.key, device: device.key))))
        town.make(Fact(.access(.renewed(dilbar.account, by: AccountID(0)))))
        town.make(Fact(.preference(.persistence(dilbar.account, true))))
        let stays = ["00000001", "00000001", "01"]
        let codes = [
            "00000001", hex(name.key.high), hex(name.key.low), "00000001", "00000002",
            hex(UInt64(0x0203)), "02", "00000001", "00000001", "00000001", "00000002",
        ]
        let access = [
            "00000001", "00000001", hex(UInt64(5)), "00000001", hex(title.key.high),
            hex(title.key.low), "01", hex(device.key.high), hex(device.key.low),
            hex(UInt64(0x0102)), "00000001", "00000000", hex(UInt64(0x0102)), "00000000",
        ]
        // One text's stretch: who came in.
        let keeping = [
            "00000001", "00000001", "00", hex(UInt64(900_000)), "00000001", hex(UInt64(4)),
            hex(UInt64(4)), hex(UInt64(0x0102)), hex(UInt64(0x0102)),
            "00000000", "00000000", "00000000", "00000000", "00",
        ]
        town.make(Fact(.roomSet(room, .presence, PresenceRule.hidden.rawValue, by: dilbar.person)))
        let auditoria = ["00000001", "00000001", "01", "00000001", hex(UInt64(1))]
        let wanted =
            head + account + ["00000001"] + place + member + lists + ["00000000"]
            + chosen + ["00000000", "00000000", "00000000"] + codes + access
            + ["00000000", "00000000", "00000000"] + stays + keeping
            + auditoria
        #expect(Samples.hex(town.centre.snapshot) == wanted.joined())
        #expect(Centre.snapshotVersion == 19)
    }

    @Test func `a snapshot of another version is not read`() {
        #expect(throws: CodingError.unknownSnapshot(version: Centre.snapshotVersion + 1)) {
            try Centre(policy: .open, snapshot: [], version: Centre.snapshotVersion + 1)
        }
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `a snapshot that is cut short or changed is read or refused, never more`(
        seed: UInt64
    ) throws {
        var history = History(seed: seed)
        try history.begin()
        history.run(steps: 200)
        let whole = history.town.centre.snapshot
        var dice = Dice(seed: seed)
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: CodingError.self) {
                try Centre(
                    policy: .open, snapshot: Array(whole[..<length]),
                    version: Centre.snapshotVersion)
            }
        }
        var refused = 0
        for _ in 0..<300 {
            var bytes = whole
            bytes[dice.below(bytes.count)] = UInt8(truncatingIfNeeded: dice.next())
            do throws(CodingError) {
                _ = try Centre(policy: .open, snapshot: bytes, version: Centre.snapshotVersion)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }
}
