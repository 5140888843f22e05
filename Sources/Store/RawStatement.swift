import GRDB
import GRDBSQLite
import Rooms

/// Prepared statements bound and read through SQLite itself, at half the cost of going through
/// values.
///
/// What is bound is not copied. It has to stay only until `run` returns: the statement is reset by
/// then, and bound anew before it is stepped again.
extension Statement {
    /// Runs a statement that returns no rows.
    func run() throws(LogError) {
        defer { rewind() }
        while try step() {}
    }

    /// Runs a statement that returns no rows and takes a position.
    func run(_ position: Position) throws(LogError) {
        try bind(position, at: 1)
        try run()
    }

    /// Runs a statement that returns no rows and takes a blob.
    func run(_ blob: Span<UInt8>) throws(LogError) {
        try unsafe blob.withUnsafeBufferPointer { (bytes) throws(LogError) in
            try unsafe bind(bytes, at: 1)
            try run()
        }
    }

    /// Runs a statement that returns no rows and takes two blobs.
    func run(_ first: Span<UInt8>, _ second: Span<UInt8>) throws(LogError) {
        try unsafe first.withUnsafeBufferPointer { (bytes) throws(LogError) in
            try unsafe bind(bytes, at: 1)
            try unsafe second.withUnsafeBufferPointer { (bytes) throws(LogError) in
                try unsafe bind(bytes, at: 2)
                try run()
            }
        }
    }

    /// Runs a statement that returns no rows and takes a position and two blobs.
    func run(
        _ position: Position, _ second: Span<UInt8>, _ third: Span<UInt8>
    ) throws(LogError) {
        try bind(position, at: 1)
        try unsafe second.withUnsafeBufferPointer { (bytes) throws(LogError) in
            try unsafe bind(bytes, at: 2)
            try unsafe third.withUnsafeBufferPointer { (bytes) throws(LogError) in
                try unsafe bind(bytes, at: 3)
                try run()
            }
        }
    }

    /// Runs a statement that returns no rows, whose last parameter is a blob.
    func run(last blob: Span<UInt8>, at index: Int32) throws(LogError) {
        try unsafe blob.withUnsafeBufferPointer { (bytes) throws(LogError) in
            try unsafe bind(bytes, at: index)
            try run()
        }
    }

    /// Parameter `index`, from 1.
    func bind(_ position: Position, at index: Int32) throws(LogError) {
        try bind(Int64(clamping: position.number), at: index)
    }

    /// Parameter `index`, from 1.
    func bind(_ number: Int64, at index: Int32) throws(LogError) {
        try check(unsafe sqlite3_bind_int64(sqliteStatement, index, number))
    }

    /// Runs a statement that returns no rows and takes these integers.
    func run(_ numbers: Int64...) throws(LogError) {
        for (index, number) in numbers.enumerated() {
            try bind(number, at: Int32(index) + 1)
        }
        try run()
    }

    /// Parameter `index`, from 1.
    ///
    /// A nil pointer would be bound as NULL, and an empty array may have one.
    func bind(
        _ bytes: UnsafeBufferPointer<UInt8>, at index: Int32
    ) throws(LogError) {
        let code =
            unsafe bytes.isEmpty
            ? sqlite3_bind_zeroblob(sqliteStatement, index, 0)
            : sqlite3_bind_blob64(
                sqliteStatement, index, bytes.baseAddress, UInt64(bytes.count), nil)
        try check(code)
    }

    /// Goes to the next row. False when there is none.
    func step() throws(LogError) -> Bool {
        switch unsafe sqlite3_step(sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw LogError(code: code)
        }
    }

    /// Ends the run, and with it the read transaction if it was the last one.
    func rewind() {
        unsafe sqlite3_reset(sqliteStatement)
    }

    /// The integer in a column, from 0.
    func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(sqliteStatement, column)
    }

    /// The position in a column, from 0.
    func position(_ column: Int32) -> Position {
        Position(UInt64(clamping: integer(column)))
    }

    /// Whether a column, from 0, is NULL.
    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(sqliteStatement, column) == SQLITE_NULL
    }

    /// The blob in a column, from 0.
    func bytes(_ column: Int32) -> [UInt8] {
        let start = unsafe sqlite3_column_blob(sqliteStatement, column)
        let count = unsafe sqlite3_column_bytes(sqliteStatement, column)
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: Int(count)))
    }

    private func check(_ code: Int32) throws(LogError) {
        if code != SQLITE_OK { throw LogError(code: code) }
    }
}
