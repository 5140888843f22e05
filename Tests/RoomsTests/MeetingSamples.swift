import Rooms

/// One of each kind of event of a room's sessions.
enum MeetingSamples {
    private static let lola = Samples.lola
    private static let malika = AccountID(8)
    private static let plan = Session.Plan(
        number: 3, series: 2, slot: Moment(milliseconds: 0x0102),
        start: Moment(milliseconds: 0x0304), seconds: 5400, weeks: 1)

    static let events: [(event: Event, kind: UInt16, golden: String)] = each.map {
        (.meeting(Samples.room, $0.event), $0.kind, "01020304 " + $0.golden)
    }

    private static let each: [(event: MeetingEvent, kind: UInt16, golden: String)] = [
        (
            .planned(plan, by: lola), 81,
            "00000003 00000002 0000000000000102 0000000000000304 00001518 01 0000000000000007"
        ),
        (
            .moved(3, to: Moment(milliseconds: 0x0102), by: lola), 82,
            "00000003 0000000000000102 0000000000000007"
        ),
        (.skipped(3, by: lola), 83, "00000003 00000001 0000000000000007"),
        (.opened(3, by: lola), 84, "00000003 0000000000000007"),
        (.extended(3, seconds: 900, by: lola), 85, "00000003 00000384 0000000000000007"),
        (.locked(3, true, by: lola), 86, "00000003 01 0000000000000007"),
        (.closed(3, by: nil), 87, "00000003 00000000"),
        (.absent(3, malika), 88, "00000003 00000008"),
        (.waiting(lola), 89, "0000000000000007"),
        (.told([malika, AccountID(9)]), 90, "00000002 00000008 00000009"),
        (.admitted(lola, by: Samples.guest), 91, "0000000000000007 8000000000000009"),
        (.denied(lola, by: Samples.guest), 92, "0000000000000007 8000000000000009"),
        (.knockDenied(Samples.guest, by: lola), 150, "8000000000000009 0000000000000007"),
        (.rulesSet(2, .tajik, by: lola), 93, "00000002 03 0000000000000007"),
        (.rulesAccepted(malika, 2), 94, "00000008 00000002"),
        (.answered(3, malika, .late), 95, "00000003 00000008 03"),
        (.felt(3, malika, 5), 96, "00000003 00000008 05"),
        (.summarised(3, by: lola), 97, "00000003 0000000000000007"),
        (.presence(lola, .placeLost), 98, "0000000000000007 03"),
        (.rung(.cuts, 3), 99, "05 00000003"),
    ]

    /// A new kind of event without golden bytes does not compile here.
    static func number(_ event: MeetingEvent) -> UInt16 {
        switch event {
        case .planned: 81
        case .moved: 82
        case .skipped: 83
        case .opened: 84
        case .extended: 85
        case .locked: 86
        case .closed: 87
        case .absent: 88
        case .waiting: 89
        case .told: 90
        case .admitted: 91
        case .denied: 92
        case .knockDenied: 150
        case .rulesSet: 93
        case .rulesAccepted: 94
        case .answered: 95
        case .felt: 96
        case .summarised: 97
        case .presence: 98
        case .rung: 99
        }
    }
}
