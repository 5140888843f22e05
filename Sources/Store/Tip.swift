import GRDB
import Rooms

/// The end of what is known to be in a log: what the next event is chained to.
struct Tip: Equatable {
    var position: Position
    var time: Moment
    /// 32 bytes.
    var chain: [UInt8]

    init(position: Position, time: Moment, chain: [UInt8]) {
        self.position = position
        self.time = time
        self.chain = chain
    }

    /// Before the first event of a centre's log.
    init(before centre: CentreIdentity) {
        position = .start
        time = Moment(milliseconds: .min)
        chain = centre.chainStart
    }

    /// At one row of the log.
    ///
    /// - Throws: `LogError.corrupt` when there is no such row or it holds no event.
    init(at position: Position, of centre: CentreIdentity, in db: Database) throws {
        self.init(before: centre)
        if position == .start { return }
        let select = try db.cachedStatement(
            sql: "SELECT head, chain FROM event WHERE position = ?")
        defer { select.rewind() }
        try select.bind(position, at: 1)
        guard try select.step() else { throw LogError.corrupt(at: position, .missing) }
        guard let head = Head(select.bytes(0)) else {
            throw LogError.corrupt(at: position, .envelope)
        }
        self.position = position
        time = head.time
        chain = select.bytes(1)
    }

    /// At the last row of the log.
    init(endOf centre: CentreIdentity, in db: Database) throws {
        let last = try db.cachedStatement(sql: "SELECT max(position) FROM event")
        defer { last.rewind() }
        let position = try last.step() ? last.position(0) : .start
        try self.init(at: position, of: centre, in: db)
    }
}
