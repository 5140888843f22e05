import GRDB
import Rooms
import Secrets

/// The statements that insert into one table: for many rows at once, for a few, for one.
///
/// To begin and to end a statement costs as much as to insert a row, so rows go in by as many as
/// there are. None may fail alone: to undo a statement of several rows, SQLite would first copy
/// each page that it changes.
struct Inserts<Row: InsertedRow> {
    /// How many rows each takes, the most first.
    private static var sizes: [Int] { [16, 4, 1] }
    private let statements: [(size: Int, statement: Statement)]

    init(_ db: Database) throws {
        let row = "(" + Row.columns.map { _ in "?" }.joined(separator: ", ") + ")"
        let columns = Row.columns.joined(separator: ", ")
        statements = try Self.sizes.map { size in
            let rows = [String](repeating: row, count: size).joined(separator: ", ")
            return (
                size,
                try db.makeStatement(
                    sql: "INSERT OR \(Row.otherwise) INTO \(Row.table) (\(columns)) VALUES \(rows)")
            )
        }
    }

    /// Inserts all of `rows`, in order.
    func run(_ rows: PendingRows<Row>) throws(LogError) {
        let columns = Row.columns.count
        // What is bound stays where it is until every statement has run.
        try unsafe rows.bytes.span.withUnsafeBufferPointer { (bytes) throws(LogError) in
            var next = 0
            for (size, statement) in statements {
                while rows.rows.count - next >= size {
                    for slot in 0..<size {
                        try unsafe rows.rows[next + slot].bind(
                            to: statement, from: Int32(slot * columns) + 1, bytes)
                    }
                    try statement.run()
                    next += size
                }
            }
        }
    }
}

/// A row of one of the tables that grow with every text. Its blobs stand in a buffer that it shares
/// with others.
protocol InsertedRow {
    static var table: String { get }
    /// What SQLite does where a row must not be: `ROLLBACK`, the whole transaction, or `IGNORE` the
    /// row.
    static var otherwise: String { get }
    /// In the order of the table, where SQLite need not move them about.
    static var columns: [String] { get }

    /// Binds the columns to as many parameters.
    ///
    /// - Parameters:
    ///   - parameter: the first, from 1.
    ///   - bytes: where the blobs stand.
    func bind(
        to statement: Statement, from parameter: Int32, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(LogError)
}

/// Rows that wait to be inserted, and their blobs one after another.
struct PendingRows<Row: InsertedRow> {
    var rows: [Row] = []
    var bytes: [UInt8] = []
}

/// A row of `event`. The chain hash stands right behind the head.
struct EventRow: InsertedRow {
    var position: Position
    var head: Range<Int>

    static let table = "event"
    static let otherwise = "ROLLBACK"
    static let columns = ["position", "head", "chain"]

    func bind(
        to statement: Statement, from parameter: Int32, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(LogError) {
        let chain = head.upperBound..<(head.upperBound + SHA256.bytesCount)
        try statement.bind(position, at: parameter)
        try unsafe statement.bind(.init(rebasing: bytes[head]), at: parameter + 1)
        try unsafe statement.bind(.init(rebasing: bytes[chain]), at: parameter + 2)
    }
}

/// A row of `words`.
struct WordsRow: InsertedRow {
    var position: Position
    /// 0: the words are plain.
    var keyVersion: UInt32
    var salt: Range<Int>
    var words: Range<Int>
    var owner: AccountID

    static let table = "words"
    static let otherwise = "ROLLBACK"
    static let columns = ["position", "key_version", "salt", "words", "owner"]

    func bind(
        to statement: Statement, from parameter: Int32, _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(LogError) {
        try statement.bind(position, at: parameter)
        try statement.bind(Int64(keyVersion), at: parameter + 1)
        try unsafe statement.bind(.init(rebasing: bytes[salt]), at: parameter + 2)
        try unsafe statement.bind(.init(rebasing: bytes[words]), at: parameter + 3)
        try statement.bind(Int64(owner.number), at: parameter + 4)
    }
}
