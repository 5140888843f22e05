/// How far each person has read, by room or by whom they talk with. Theirs alone: nobody else is
/// ever told.
public struct Markers: Equatable, Sendable {
    /// What a marker stands in. Never a name: rooms and people by number, what else there is by
    /// the keyed hash of its name.
    public enum Target: Hashable, Comparable, Sendable {
        case room(RoomID)
        case person(PersonID)
        case name(NameKey)
    }

    private var marks: [PersonID: [Target: Moment]] = [:]

    /// The last message that somebody has read there, or nil.
    public func mark(of person: PersonID, in target: Target) -> Moment? {
        marks[person]?[target]
    }

    /// What sets a marker; where the person has as many as may be, the oldest goes.
    ///
    /// Nothing when the marker stands there already or later: it only ever moves on.
    public func rows(
        marking target: Target, by person: PersonID, at moment: Moment
    ) -> [Row] {
        let own = marks[person] ?? [:]
        if let known = own[target], known >= moment { return [] }
        let set = Self.row(person, target, moment)
        guard own[target] == nil, own.count >= Limit.markers else { return [set] }
        let oldest = own.min { ($0.value, $0.key) < ($1.value, $1.key) }
        return (oldest.map { [Self.row(person, $0.key, nil)] } ?? []) + [set]
    }

    /// What removes every marker of somebody.
    func erasing(_ person: PersonID) -> [Row] {
        (marks[person] ?? [:]).keys.sorted().map { Self.row(person, $0, nil) }
    }

    mutating func forget(_ person: PersonID) { marks[person] = nil }

    /// A row that cannot be read is passed over: of a later Sandali, or damaged.
    mutating func apply(_ row: Row) {
        do throws(CodingError) {
            try take(row)
        } catch {
            // A marker is worth less than a start-up that fails.
        }
    }

    private mutating func take(_ row: Row) throws(CodingError) {
        var key = ByteReader(row.key)
        let person = try key.person()
        let target = try Target(from: &key)
        guard let value = row.value else {
            marks[person]?[target] = nil
            if marks[person]?.isEmpty == true { marks[person] = nil }
            return
        }
        var reader = ByteReader(value)
        marks[person, default: [:]][target] = try reader.moment()
    }

    private static func row(_ person: PersonID, _ target: Target, _ moment: Moment?) -> Row {
        var key = ByteWriter()
        key.put(person)
        target.write(to: &key)
        guard let moment else { return Row(.markers, key: key.bytes, value: nil) }
        var value = ByteWriter()
        value.put(moment)
        return Row(.markers, key: key.bytes, value: value.bytes)
    }
}

extension Markers.Target {
    func write(to out: inout ByteWriter) {
        switch self {
        case .room(let room):
            out.put(UInt8(1))
            out.put(room)
        case .person(let person):
            out.put(UInt8(2))
            out.put(person)
        case .name(let name):
            out.put(UInt8(3))
            out.put(name)
        }
    }

    init(from: inout ByteReader) throws(CodingError) {
        switch try from.take(UInt8.self) {
        case 1: self = .room(try from.room())
        case 2: self = .person(try from.person())
        case 3: self = .name(try from.nameKey())
        case let other: throw .unknownValue(UInt64(other))
        }
    }
}
