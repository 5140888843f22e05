import Rooms
import Wire

/// One of each kind of event, with every field at a value of its own.
enum Samples {
    static let name = NameKey(high: 0x1112_1314_1516_1718, low: 0x2122_2324_2526_2728)
    static let skeleton = NameKey(high: 0x3132_3334_3536_3738, low: 0x4142_4344_4546_4748)
    static let room = RoomID(0x0102_0304)
    static let lola = PersonID(AccountID(7))
    static let guest = PersonID(guest: 9)
    static let saying = Saying(
        by: lola, id: MessageID(bits: 0xa1a2_a3a4_a5a6_a7a8), manner: .notice,
        above: .halfOperator, tagged: true)

    static let events =
        own + CaseSamples.events + MeetingSamples.events + CircleSamples.events

    private static let own: [(event: Event, kind: UInt16, golden: String)] = [
        (.restarted, 1, ""),
        (
            .accountMade(
                AccountID(7), name: name, skeleton: skeleton, [.facilitator, .administrator]), 2,
            "00000007 11121314151617182122232425262728 31323334353637384142434445464748 12"
        ),
        (.rolesSet(AccountID(7), .worker), 3, "00000007 04"),
        (.passwordSet(AccountID(7)), 4, "00000007"),
        (.scramSet(AccountID(7)), 5, "00000007"),
        (.deviceBound(AccountID(7), name), 6, "00000007 11121314151617182122232425262728"),
        (.deviceDropped(AccountID(7), name), 7, "00000007 11121314151617182122232425262728"),
        (
            .roomMade(room, .worker, name: name, [.noExternal, .secret], by: guest), 10,
            "01020304 02 11121314151617182122232425262728 000c 8000000000000009"
        ),
        (.roomClosed(room), 11, "01020304"),
        (.titled(room, by: lola), 12, "01020304 0000000000000007"),
        (
            .enrolled(room, AccountID(8), .operator_, by: lola), 13,
            "01020304 00000008 04 0000000000000007"
        ),
        (.unenrolled(room, AccountID(8), by: lola), 14, "01020304 00000008 0000000000000007"),
        (
            .caseOpened(room, parent: AccountID(8), worker: AccountID(9), by: lola), 15,
            "01020304 00000008 00000009 0000000000000007"
        ),
        (
            .renamed(room, name: name, by: lola), 16,
            "01020304 11121314151617182122232425262728 0000000000000007"
        ),
        (.audited(room, nil, by: lola), 120, "01020304 00000000 0000000000000007"),
        (
            .audited(.none, AccountID(8), by: lola), 120, "00000000 00000008 0000000000000007"
        ),
        (.entered(room, guest, [.voice, .operator_]), 20, "01020304 8000000000000009 05"),
        (.left(room, guest, .cutOff), 21, "01020304 8000000000000009 03"),
        (.removed(room, guest, by: lola), 22, "01020304 8000000000000009 0000000000000007"),
        (.invited(room, guest, by: lola), 23, "01020304 8000000000000009 0000000000000007"),
        (.identified(room, guest, AccountID(7)), 24, "01020304 8000000000000009 00000007"),
        (.topicSet(room, by: lola), 30, "01020304 0000000000000007"),
        (
            .modesSet(room, on: [.moderated, .noCTCP], off: .inviteOnly, by: lola), 31,
            "01020304 0022 0001 0000000000000007"
        ),
        (.limitSet(room, 12, by: lola), 32, "01020304 0000000c 0000000000000007"),
        (.keySet(room, by: lola), 33, "01020304 0000000000000007"),
        (.keyLifted(room, by: lola), 34, "01020304 0000000000000007"),
        (
            .prefixesSet(room, guest, .voice, by: lola), 35,
            "01020304 8000000000000009 01 0000000000000007"
        ),
        (.maskAdded(room, .exceptions, by: lola), 36, "01020304 02 0000000000000007"),
        (
            .maskRemoved(room, Position(258), by: lola), 37,
            "01020304 0000000000000102 0000000000000007"
        ),
        (
            .said(room, saying), 40,
            "01020304 0000000000000007 a1a2a3a4a5a6a7a8 02 02 01"
        ),
        (
            .whispered(to: guest, saying), 41,
            "8000000000000009 0000000000000007 a1a2a3a4a5a6a7a8 02 02 01"
        ),
        (
            .confided(room, session: 3, to: guest, saying), 124,
            "01020304 00000003 8000000000000009 0000000000000007 a1a2a3a4a5a6a7a8 02 02 01"
        ),
        (
            .redacted(room, Position(258), by: lola), 43,
            "01020304 0000000000000102 0000000000000007"
        ),
        (.preference(.language(AccountID(7), .tajik)), 50, "00000007 03"),
        (.preference(.persistence(AccountID(7), true)), 53, "00000007 02"),
        (.roomSet(room, .keep, 86_400, by: lola), 48, "01020304 02 00015180 0000000000000007"),
        (.nickChanged(room, guest), 49, "01020304 8000000000000009"),
        (
            .invitation(
                .made(
                    Invitation(
                        key: name, by: AccountID(7), number: 3,
                        purpose: .account(
                            .parent, rooms: [room, RoomID(5)], worker: AccountID(9)),
                        expires: Moment(milliseconds: 258)))), 60,
            "11121314151617182122232425262728 00000007 00000003 0000000000000102 01 01 "
                + "00000002 01020304 00000005 00000009"
        ),
        (
            .invitation(
                .made(
                    Invitation(
                        key: name, by: AccountID(0), number: 1,
                        purpose: .recovery(AccountID(9)), expires: Moment(milliseconds: 258)))),
            60,
            "11121314151617182122232425262728 00000000 00000001 0000000000000102 02 00000009"
        ),
        (
            .invitation(.revoked(AccountID(7), 3, by: lola)), 61,
            "00000007 00000003 0000000000000007"
        ),
        (
            .invitation(.redeemed(AccountID(7), 3, AccountID(10))), 62,
            "00000007 00000003 0000000a"
        ),
        (
            .access(.tokenGiven(AccountID(7), name, device: skeleton)), 63,
            "00000007 11121314151617182122232425262728 01 31323334353637384142434445464748"
        ),
        (
            .access(.tokenGiven(AccountID(7), name, device: nil)), 63,
            "00000007 11121314151617182122232425262728 00"
        ),
        (
            .access(.tokenDropped(AccountID(7), name)), 64,
            "00000007 11121314151617182122232425262728"
        ),
        (.access(.renewed(AccountID(7), by: AccountID(0))), 65, "00000007 00000000"),
        (
            .access(.suspended(AccountID(7), true, by: PersonID(AccountID(9)))), 66,
            "00000007 01 0000000000000009"
        ),
        (
            .keeping(.removed(.texts(room, through: Position(258)))), 55,
            "00 01020304 0000000000000102"
        ),
        (.keeping(.removed(.words([Position(258)]))), 55, "01 00000001 0000000000000102"),
        (.keeping(.suspended(true)), 56, "01"),
        (
            .keeping(.wished(AccountID(8), .export, .confirmed, by: lola)), 57,
            "00000008 02 02 0000000000000007"
        ),
        (.keeping(.erased(AccountID(8), by: lola)), 58, "00000008 0000000000000007"),
        (.keeping(.finished(AccountID(8))), 59, "00000008"),
    ]

    /// Bytes as pairs of hexadecimal digits.
    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Any bytes of at most this length.
    static func bytes(_ dice: inout Dice, atMost: Int) -> [UInt8] {
        (0..<dice.below(atMost + 1)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    }
}
