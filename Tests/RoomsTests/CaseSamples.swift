import Rooms

/// One of each kind of event of a worker channel.
enum CaseSamples {
    private static let lola = Samples.lola
    private static let malika = AccountID(8)

    static let events: [(event: Event, kind: UInt16, golden: String)] = each.map {
        (.casework(Samples.room, $0.event), $0.kind, "01020304 " + $0.golden)
    }

    private static let each: [(event: CaseEvent, kind: UInt16, golden: String)] = [
        (.handoverAsked(to: malika, by: lola), 70, "00000008 0000000000000007"),
        (.handoverAccepted(by: lola), 71, "0000000000000007"),
        (.handoverDropped(by: lola), 72, "0000000000000007"),
        (.consented(reader: malika, true, by: lola), 73, "00000008 01 0000000000000007"),
        (
            .covered(malika, until: Moment(milliseconds: 0x0102), by: lola), 74,
            "00000008 0000000000000102 0000000000000007"
        ),
        (.coverEnded(by: lola), 75, "00000001 0000000000000007"),
        (.carerAdded(malika, by: lola), 76, "00000008 0000000000000007"),
        (.carerRemoved(malika, by: lola), 77, "00000008 0000000000000007"),
        (.closed(by: lola), 78, "0000000000000007"),
        (.woken, 79, ""),
        (.answered, 80, ""),
    ]

    /// A new kind of event without golden bytes does not compile here.
    static func number(_ event: CaseEvent) -> UInt16 {
        switch event {
        case .handoverAsked: 70
        case .handoverAccepted: 71
        case .handoverDropped: 72
        case .consented: 73
        case .covered: 74
        case .coverEnded: 75
        case .carerAdded: 76
        case .carerRemoved: 77
        case .closed: 78
        case .woken: 79
        case .answered: 80
        }
    }
}
