/// The store's bounds, each with its unit and its reason.
public enum Limit {
    /// How long a connection waits for a foreign reader or writer, such as an operator's `sqlite3`.
    public static let busySeconds = 5

    /// How long cutting the write-ahead log short waits for a reader. It is tried again with every
    /// append, and nobody who talks is to wait for somebody who copies the log.
    static let truncationMilliseconds: CInt = 20

    /// Pages in the write-ahead log from which the next append checkpoints first. A larger log
    /// saves writes (a page that changes in many commits is copied once), a smaller one stays in
    /// the machine's caches and saves disk and start-up: 2,500 pages are 10 MB.
    public static let walPages: Int32 = 2_500

    /// Rows read within one read transaction. A reader that stays long keeps the write-ahead log
    /// from being emptied, so long reads are cut into several.
    static let rowsPerRead = 4_096

    /// Keys of accounts that are ready to seal and open at a time, about a kilobyte each.
    static let keysAtHand = 1_000

    /// Pages that a backup copies between two words about how far it is: 256 KiB.
    static let pagesPerStep: Int32 = 64

    /// Texts of one page of an export.
    static let rowsPerPage = 100

    /// Bytes of words after which a page of an export ends: it is shown twice, readable and as
    /// JSON, where a byte may become six, and has to fit into an outbox.
    static let bytesPerPage = 65_536

    /// Rows that are looked through at a time for words that are to be wiped: so long an append may
    /// wait.
    static let rowsPerWipe: UInt64 = 4_000

    /// Bytes copied at a time when the write-ahead log is written anew.
    static let copyBytes = 1 << 20
}
