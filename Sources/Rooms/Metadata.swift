/// What people say of themselves, and of rooms, by key: what the last writer wrote.
///
/// A row's key holds the metadata key as it was typed, and its value the words: both are gone when
/// the row is.
public struct Metadata: Equatable, Sendable {
    /// Whom or what it is about.
    public enum Target: Hashable, Comparable, Sendable {
        case person(PersonID)
        case room(RoomID)
    }

    private var values: [Target: [[UInt8]: [UInt8]]] = [:]

    /// What is set, or nil.
    public func value(of target: Target, _ key: [UInt8]) -> [UInt8]? { values[target]?[key] }

    /// How much is set.
    public func count(of target: Target) -> Int { values[target]?.count ?? 0 }

    /// All that is set, in the order of the keys.
    public func all(of target: Target) -> [(key: [UInt8], value: [UInt8])] {
        (values[target] ?? [:]).sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { (key: $0.key, value: $0.value) }
    }

    /// What sets a value, or removes it.
    public static func row(_ target: Target, _ key: [UInt8], _ value: [UInt8]?) -> Row {
        var out = ByteWriter()
        target.write(to: &out)
        return Row(.metadata, key: out.bytes + key, value: value)
    }

    /// What removes all that is set.
    public func clearing(_ target: Target) -> [Row] {
        all(of: target).map { Self.row(target, $0.key, nil) }
    }

    /// What removes all that is set of rooms which are not there any more.
    public func clearing(roomsBesides isThere: (RoomID) -> Bool) -> [Row] {
        values.keys.sorted().flatMap { target -> [Row] in
            guard case .room(let id) = target, !isThere(id) else { return [] }
            return clearing(target)
        }
    }

    mutating func forget(_ person: PersonID) { values[.person(person)] = nil }

    /// A row that cannot be read is passed over: of a later Sandali, or damaged.
    mutating func apply(_ row: Row) {
        do throws(CodingError) {
            var reader = ByteReader(row.key)
            let target = try Target(from: &reader)
            let key = Array(row.key.dropFirst(target.bytes))
            values[target, default: [:]][key] = row.value
            if values[target]?.isEmpty == true { values[target] = nil }
        } catch {
            // Worth less than a start-up that fails.
        }
    }
}

extension Row {
    /// Whose words it holds; 0 where it holds none, a guest's or a room's.
    public var owner: AccountID {
        guard table.holdsWords else { return AccountID(0) }
        do throws(CodingError) {
            var reader = ByteReader(key)
            guard case .person(let person) = try Metadata.Target(from: &reader) else {
                return AccountID(0)
            }
            return person.owner
        } catch {
            return AccountID(0)
        }
    }
}

extension Metadata.Target {
    /// How many bytes `write` writes.
    var bytes: Int {
        switch self {
        case .person: 9
        case .room: 5
        }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .person(let person):
            out.put(UInt8(1))
            out.put(person)
        case .room(let room):
            out.put(UInt8(2))
            out.put(room)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        switch try from.take(UInt8.self) {
        case 1: self = .person(try from.person())
        case 2: self = .room(try from.room())
        case let other: throw .unknownValue(UInt64(other))
        }
    }
}
