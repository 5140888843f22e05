import Rooms

/// How an event's envelope and payload stand in the `head` column.
///
/// Big-endian throughout. What the chain hash covers is exactly these bytes, so the order is fixed
/// for ever; another layout takes another format number.
///
///     offset  bytes
///          0  1   format, 1
///          1  1   flags: bit 0, the event has words
///          2  1   version of the payload's encoding
///          3  2   kind
///          5  8   time, milliseconds since 1970
///         13  4   room
///         17  4   policy version
///         21  32  SHA-256(salt ‖ words), only with flag bit 0
///          …      the payload, to the end
struct Head: Equatable {
    var time: Moment
    var room: RoomID
    var policy: UInt32
    var kind: UInt16
    var version: UInt8
    var payload: [UInt8]
    /// 32 bytes, or nil for an event without words.
    var wordsHash: [UInt8]?

    static let format: UInt8 = 1
    private static let wordsFlag: UInt8 = 1
    private static let fixedBytes = 21

    /// A number as it stands in a head, as SQLite writes a blob: for looking into heads there.
    static func hexadecimal(_ number: some FixedWidthInteger) -> String {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: number)
        let digits = bytes.map { byte in
            let text = String(byte, radix: 16)
            return text.utf8.count == 1 ? "0" + text : text
        }
        return "x'" + digits.joined() + "'"
    }

    /// Appends the head of `record` to `bytes`.
    ///
    /// - Parameter wordsHash: 32 bytes when the record has words, else nil.
    static func append(_ record: Record, wordsHash: [UInt8]?, to bytes: inout [UInt8]) {
        var fixed = InlineArray<21, UInt8>(repeating: 0)
        fixed[0] = format
        fixed[1] = wordsHash == nil ? 0 : wordsFlag
        fixed[2] = record.version
        fixed.store(bigEndian: record.kind, at: 3)
        fixed.store(bigEndian: record.time.milliseconds, at: 5)
        fixed.store(bigEndian: record.room.number, at: 13)
        fixed.store(bigEndian: record.policy, at: 17)
        bytes.append(contentsOf: fixed.span)
        if let wordsHash { bytes.append(contentsOf: wordsHash) }
        bytes.append(contentsOf: record.payload)
    }

    /// The head that `bytes` hold, or nil when they are none: another format, an unknown flag,
    /// too short.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.fixedBytes, bytes[0] == Self.format, bytes[1] <= Self.wordsFlag
        else { return nil }
        let hasWords = bytes[1] == Self.wordsFlag
        let start = Self.fixedBytes + (hasWords ? 32 : 0)
        guard bytes.count >= start else { return nil }
        version = bytes[2]
        kind = bytes.integer(at: 3)
        time = Moment(milliseconds: bytes.integer(at: 5))
        room = RoomID(bytes.integer(at: 13))
        policy = bytes.integer(at: 17)
        wordsHash = hasWords ? Array(bytes[Self.fixedBytes..<start]) : nil
        payload = Array(bytes[start...])
    }

    /// The record at `position` with this head and these words.
    ///
    /// - Parameter owner: whose words they are; the centre's where there are none.
    func record(
        at position: Position, words: [UInt8]?, owner: AccountID = AccountID(0)
    ) -> Record {
        Record(
            position: position, time: time, room: room, policy: policy, kind: kind,
            version: version, payload: payload, words: words, owner: owner)
    }
}
