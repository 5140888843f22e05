import GRDB
import Rooms

/// The texts of several rooms that are to be wiped, found in one pass over their stretch of the
/// log.
struct DueTexts {
    private struct Piece {
        let range: ClosedRange<Position>
        let sparing: Set<Position>
    }

    private var rooms: [RoomID: [Piece]] = [:]
    /// From the first to the last; nil where there are none.
    private(set) var all: ClosedRange<Position>?

    init(_ wipes: [Wipe]) {
        for case .texts(let room, let range, let sparing) in wipes {
            rooms[room, default: []].append(Piece(range: range, sparing: Set(sparing)))
            let known = all ?? range
            all = min(known.lowerBound, range.lowerBound)...max(known.upperBound, range.upperBound)
        }
    }

    /// Whether a text of this room keeps its words; nil where it is not due.
    func spares(_ position: Position, of room: RoomID) -> Bool? {
        rooms[room]?.first { $0.range.contains(position) }.map { $0.sparing.contains(position) }
    }
}

extension Writer {
    /// Wipes what is due in a piece of the log. Names and topics have kinds of their own. Texts
    /// that are spared keep their words, for whoever looks into a report, and are shown to nobody
    /// else.
    func wipe(_ due: DueTexts, in piece: ClosedRange<Position>) throws(LogError) {
        let kinds = Event.kindsKeptByAge.map { Head.hexadecimal($0) }.joined(separator: ",")
        try transaction { db in
            let select = try db.cachedStatement(
                sql: """
                    SELECT position, head FROM event
                    WHERE position BETWEEN ? AND ? AND substr(head, 4, 2) IN (\(kinds))
                    """)
            defer { select.rewind() }
            try select.bind(piece.lowerBound, at: 1)
            try select.bind(piece.upperBound, at: 2)
            var unlisted: [LineEntry] = []
            while try select.step() {
                let position = select.position(0)
                guard let head = Head(select.bytes(1)),
                    let isSpared = due.spares(position, of: head.room)
                else { continue }
                unlisted += LineIndex.entries(of: head, at: position)
                if !isSpared { try emptyWords(at: [position], db) }
            }
            try LineIndex.drop(unlisted, db)
        }
    }
}
