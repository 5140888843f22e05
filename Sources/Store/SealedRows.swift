import Rooms
import Secrets

/// Rows that hold words, as they stand in the file: found by a keyed hash of their key, sealed
/// under the key of whose they are.
///
///     key    0 ‖ HMAC-SHA-256(names, key), 16 bytes of it
///     value  key version (4) ‖ owner (4) ‖ nonce (12) ‖ sealed: the key's length (2), key, value
enum SealedRow {
    /// No plain key of such a table begins so.
    private static let mark: UInt8 = 0
    private static let headBytes = 8
    private static let nonceEnd = headBytes + SealingKey.nonceBytes
    /// In no place of the log.
    private static let nowhere = KeyRing.Place(position: .start, room: .none)

    /// What finds the row in the file.
    static func key(of row: Rooms.Row, _ keys: KeyRing) -> [UInt8] {
        let (key, names) = (row.key, keys.names)
        return [mark] + HMACSHA256.tag(of: key.span, key: names.span).prefix(16)
    }

    static func seal(
        _ value: [UInt8], of row: Rooms.Row, _ keys: KeyRing
    ) throws(LogError) -> [UInt8] {
        let nonce: [UInt8]
        do {
            nonce = try Random.bytes(SealingKey.nonceBytes)
        } catch {
            throw .noRandomness
        }
        var body: [UInt8] = []
        body.append(bigEndian: UInt16(clamping: row.key.count))
        body += row.key + value
        let label = try keys.seal(&body, from: 0, nonce: nonce.span, by: row.owner, at: nowhere)
        var stored: [UInt8] = []
        stored.append(bigEndian: label.version)
        stored.append(bigEndian: label.owner.number)
        return stored + nonce + body
    }

    /// The row that was sealed; the row itself where it was not; nil where it cannot be read.
    static func open(_ row: Rooms.Row, _ keys: KeyRing?) throws(LogError) -> Rooms.Row? {
        guard row.table.holdsWords, row.key.first == mark else { return row }
        guard let keys, let stored = row.value, stored.count > nonceEnd else { return nil }
        let opened = try keys.open(
            Array(stored[nonceEnd...]), nonce: Array(stored[headBytes..<nonceEnd]),
            by: AccountID(stored.integer(at: 4)),
            version: Int64(stored.integer(at: 0, as: UInt32.self)),
            at: nowhere)
        guard case .salted(let bytes) = opened, bytes.count >= 2 else { return nil }
        let end = 2 + Int(bytes.integer(at: 0, as: UInt16.self))
        guard bytes.count >= end else { return nil }
        return Rooms.Row(row.table, key: Array(bytes[2..<end]), value: Array(bytes[end...]))
    }
}
