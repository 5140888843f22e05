/// Writes the fields of events and snapshots: integers big-endian, lists after their count.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        var shift = Number.bitWidth - 8
        while shift >= 0 {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            shift -= 8
        }
    }

    mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }
    mutating func put(_ moment: Moment) { put(moment.milliseconds) }
    mutating func put(_ position: Position) { put(position.number) }
    mutating func put(_ account: AccountID) { put(account.number) }
    mutating func put(_ room: RoomID) { put(room.number) }
    mutating func put(_ person: PersonID) { put(person.number) }
    mutating func put(_ id: MessageID) { put(id.bits) }
    mutating func put(_ roles: Roles) { put(roles.rawValue) }
    mutating func put(_ prefixes: Prefixes) { put(prefixes.rawValue) }
    mutating func put(_ modes: RoomModes) { put(modes.rawValue) }

    mutating func put(_ key: NameKey) {
        put(key.high)
        put(key.low)
    }

    /// `0`, or `1` and the position.
    mutating func put(_ position: Position?) {
        put(position != nil)
        if let position { put(position) }
    }

    mutating func list<Element>(_ elements: [Element], _ each: (inout ByteWriter, Element) -> Void)
    {
        put(UInt32(elements.count))
        for element in elements { each(&self, element) }
    }
}

/// Bytes that are no event or snapshot of a version that we know.
public enum CodingError: Error, Equatable, Sendable {
    /// They end too early.
    case short
    /// So many bytes are left over.
    case long(Int)
    /// A number stands where no such value is known.
    case unknownValue(UInt64)
    /// No such kind of event, or no such version of it.
    case unknownEvent(kind: UInt16, version: UInt8)
    /// No such version of a snapshot.
    case unknownSnapshot(version: UInt8)
}

/// Reads what `ByteWriter` wrote. Total: any bytes give a value or a `CodingError`.
struct ByteReader {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func take<Number: FixedWidthInteger>(_: Number.Type) throws(CodingError) -> Number {
        let width = Number.bitWidth / 8
        guard bytes.count - at >= width else { throw .short }
        var number: Number = 0
        for index in at..<at + width {
            number = number << 8 | Number(truncatingIfNeeded: bytes[index])
        }
        at += width
        return number
    }

    mutating func flag() throws(CodingError) -> Bool {
        switch try take(UInt8.self) {
        case 0: false
        case 1: true
        case let other: throw .unknownValue(UInt64(other))
        }
    }

    mutating func moment() throws(CodingError) -> Moment {
        Moment(milliseconds: try take(Int64.self))
    }

    mutating func position() throws(CodingError) -> Position { Position(try take(UInt64.self)) }
    mutating func account() throws(CodingError) -> AccountID { AccountID(try take(UInt32.self)) }
    /// Nil where 0 stands, which no account has.
    mutating func someAccount() throws(CodingError) -> AccountID? {
        let account = try account()
        return account.number == 0 ? nil : account
    }
    mutating func room() throws(CodingError) -> RoomID { RoomID(try take(UInt32.self)) }
    mutating func person() throws(CodingError) -> PersonID {
        PersonID(number: try take(UInt64.self))
    }
    mutating func messageID() throws(CodingError) -> MessageID {
        MessageID(bits: try take(UInt64.self))
    }
    mutating func roles() throws(CodingError) -> Roles { Roles(rawValue: try take(UInt8.self)) }
    mutating func prefixes() throws(CodingError) -> Prefixes {
        Prefixes(rawValue: try take(UInt8.self))
    }
    mutating func modes() throws(CodingError) -> RoomModes {
        RoomModes(rawValue: try take(UInt16.self))
    }
    mutating func nameKey() throws(CodingError) -> NameKey {
        NameKey(high: try take(UInt64.self), low: try take(UInt64.self))
    }
    mutating func optionalPosition() throws(CodingError) -> Position? {
        try flag() ? try position() : nil
    }

    /// A value of an enum that is stored as one byte.
    mutating func choice<Value: RawRepresentable>(
        _: Value.Type
    ) throws(CodingError) -> Value where Value.RawValue == UInt8 {
        let raw = try take(UInt8.self)
        guard let value = Value(rawValue: raw) else { throw .unknownValue(UInt64(raw)) }
        return value
    }

    mutating func list<Element>(
        _ each: (inout ByteReader) throws(CodingError) -> Element
    ) throws(CodingError) -> [Element] {
        var elements: [Element] = []
        for _ in 0..<(try take(UInt32.self)) { elements.append(try each(&self)) }
        return elements
    }

    /// Says that everything should have been read.
    func finish() throws(CodingError) {
        guard at == bytes.count else { throw .long(bytes.count - at) }
    }
}
