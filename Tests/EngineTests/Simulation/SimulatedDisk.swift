import Engine
import Rooms
import Wire

/// A disk that is slow, fills up, fails without saying how, and loses power.
struct SimulatedDisk {
    private enum Outcome {
        case written
        case full
        case unknown(landed: Bool)
    }

    /// What would be read after a power cut.
    private(set) var log: [Record] = []
    private(set) var snapshot: [UInt8]?
    /// The durable tables: as a power cut would leave them, and as the engine knows them to be.
    private(set) var rows: [RowKey: [UInt8]] = [:]
    private(set) var reported: [RowKey: [UInt8]] = [:]
    /// What it was given that it should never have been.
    private(set) var faults: [String] = []
    /// A healthy disk writes all that it is given.
    var isHealthy = true

    private let canary: Canary
    private var batch: [Record]?
    private var rowsOfBatch: [Row] = []
    /// What has landed and not been reported.
    private var unreported: [Row] = []
    private var outcome = Outcome.written
    private var landsIn = 0
    private var reportsIn = 0
    private var fullFor = 0

    init(canary: Canary) {
        self.canary = canary
    }

    var isBusy: Bool { batch != nil || reportsIn > 0 }
    var head: Position { log.last?.position ?? .start }

    mutating func write(_ records: [Record], _ rows: [Row], _ dice: inout Dice) {
        if isBusy { faults.append("a batch was given before the disk had reported") }
        check(records)
        batch = records
        rowsOfBatch = rows
        landsIn = dice.within(0...3)
        reportsIn = landsIn + dice.within(1...3)
        outcome = .written
        guard !isHealthy else { return }
        if fullFor == 0, dice.oneIn(25) { fullFor = dice.within(1...12) }
        if fullFor > 0 {
            fullFor -= 1
            outcome = .full
        } else if dice.oneIn(15) {
            outcome = .unknown(landed: dice.oneIn(2))
        }
    }

    private mutating func check(_ records: [Record]) {
        var next = head.next
        var time = log.last?.time ?? Moment(milliseconds: 0)
        for record in records {
            if record.position != next || record.time < time {
                faults.append("record \(record.position.number) does not follow the log")
            }
            next = record.position.next
            time = record.time
        }
    }

    /// Lets time pass; the report, when it comes.
    mutating func tick() -> DiskReport? {
        if canary == .diskReportsEarly, case .written = outcome, reportsIn > 0 {
            reportsIn = 0
            reportRows(rowsOfBatch)
            return .written
        }
        if landsIn > 0 {
            landsIn -= 1
        } else if case .written = outcome {
            land()
        }
        guard reportsIn > 0 else { return nil }
        reportsIn -= 1
        return reportsIn == 0 ? report() : nil
    }

    private mutating func report() -> DiskReport {
        switch outcome {
        case .written:
            land()
            reportRows(unreported)
            return .written
        case .full:
            batch = nil
            return .full
        case .unknown(let landed):
            let end = batch?.last?.position ?? head
            let isRowsAlone = batch?.isEmpty ?? true
            if landed { land() }
            // Rows alone are written again, whatever became of them.
            if landed, !isRowsAlone { reportRows(unreported) }
            batch = nil
            return .reopened(canary == .diskForgets ? end : head)
        }
    }

    private mutating func land() {
        guard let batch else { return }
        log.land(batch)
        for row in rowsOfBatch { rows[RowKey(row)] = row.value }
        unreported = rowsOfBatch
        self.batch = nil
    }

    private mutating func reportRows(_ rows: [Row]) {
        for row in rows { reported[RowKey(row)] = row.value }
        unreported = []
    }

    /// What start-up makes of the rows, or what it would if all that is reported were all.
    static func tables(_ rows: [RowKey: [UInt8]]) -> Tables {
        Tables(rows.map { Row($0.key.table, key: $0.key.key, value: $0.value) })
    }

    /// The power is cut. What was being written is there or it is not.
    mutating func crash(_ dice: inout Dice) {
        if case .full = outcome { batch = nil }
        if canary != .diskReportsEarly, dice.oneIn(2) { land() }
        batch = nil
        reported = rows
        unreported = []
        reportsIn = 0
        landsIn = 0
        outcome = .written
    }

    mutating func save(_ bytes: [UInt8]) { snapshot = bytes }
}
