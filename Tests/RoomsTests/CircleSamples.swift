import Rooms

/// One of each kind of event of a room where a group is run.
enum CircleSamples {
    private static let lola = Samples.lola
    private static let guest = Samples.guest
    private static let soon = Moment(milliseconds: 0x0102)
    private static let by = "01 0000000000000007"

    static let events: [(event: Event, kind: UInt16, golden: String)] = each.map {
        (.circle(Samples.room, $0.event), $0.kind, "01020304 " + $0.golden)
    }

    private static let saying = "0000000000000007 a1a2a3a4a5a6a7a8 02 02 01"

    private static let each: [(event: CircleEvent, kind: UInt16, golden: String)] = [
        (.handRaised(guest, hasComment: true), 100, "8000000000000009 01"),
        (.handLowered(guest, by: lola), 101, "8000000000000009 0000000000000007"),
        (
            .floorGiven(guest, ends: soon, by: lola), 102,
            "8000000000000009 01 0000000000000102 " + by
        ),
        (.floorEnded(guest, .passed, by: lola), 103, "8000000000000009 02 " + by),
        (.floorWarned, 104, ""),
        (
            .floorTimed(ends: soon, isOvertime: true, by: lola), 105,
            "0000000000000102 01 " + by
        ),
        (
            .roundBegun([guest, lola], by: lola), 106,
            "00000002 8000000000000009 0000000000000007 0000000000000007"
        ),
        (.roundEnded(by: lola), 107, by),
        (.phaseBegun(ends: soon, by: lola), 108, "0000000000000102 0000000000000007"),
        (.phaseTold(minutes: 5), 109, "05"),
        (.phaseEnded(by: lola), 110, by),
        (
            .muted(guest, until: soon, hasReason: true, by: lola), 111,
            "8000000000000009 0000000000000102 01 0000000000000007"
        ),
        (.unmuted(guest, by: lola), 112, "8000000000000009 " + by),
        (
            .banned(AccountID(8), until: soon, hasReason: false, by: lola), 113,
            "00000008 01 0000000000000102 00 0000000000000007"
        ),
        (.unbanned(AccountID(8), by: lola), 114, "00000008 " + by),
        (
            .reported(
                number: 5, textAt: Position(258), author: guest, by: lola, .identity, .lead),
            115, "00000005 0000000000000102 8000000000000009 0000000000000007 03 02"
        ),
        (
            .reportClosed(number: 5, copyAt: Position(258), author: guest, by: lola), 116,
            "00000005 0000000000000102 8000000000000009 0000000000000007"
        ),
        (.held(number: 5, Samples.saying, .late), 117, "00000005 " + saying + " 06"),
        (
            .heldEnded(at: Position(258), released: true, by: lola), 118,
            "0000000000000102 01 0000000000000007"
        ),
        (.wordsSet(hasWords: true, by: lola), 119, "01 0000000000000007"),
        (
            .asideBegun(guest, with: lola, RoomID(9), by: lola), 121,
            "8000000000000009 0000000000000007 00000009 0000000000000007"
        ),
        (.asideEnded(guest, by: lola), 122, "8000000000000009 0000000000000007"),
        (
            .reportRead(number: 5, author: guest, by: lola), 123,
            "00000005 8000000000000009 0000000000000007"
        ),
        (.backChannelMade(Samples.room), 125, "01020304"),
    ]

    /// A new kind of event without golden bytes does not compile here.
    static func number(_ event: CircleEvent) -> UInt16 {
        switch event {
        case .handRaised: 100
        case .handLowered: 101
        case .floorGiven: 102
        case .floorEnded: 103
        case .floorWarned: 104
        case .floorTimed: 105
        case .roundBegun: 106
        case .roundEnded: 107
        case .phaseBegun: 108
        case .phaseTold: 109
        case .phaseEnded: 110
        case .muted: 111
        case .unmuted: 112
        case .banned: 113
        case .unbanned: 114
        case .reported: 115
        case .reportClosed: 116
        case .held: 117
        case .heldEnded: 118
        case .wordsSet: 119
        case .asideBegun: 121
        case .asideEnded: 122
        case .reportRead: 123
        case .backChannelMade: 125
        }
    }
}
