/// Values found by key, each in a place of its own.
///
/// A dictionary copies a whole value to show one of its properties, and moves it out and in again
/// to change one. For large values that are looked at with every line, this does neither: what
/// stands in an array is read and changed where it is.
public struct Table<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline var places: [Key: Int] = [:]
    /// In no order that means anything; none of them is nil.
    @usableFromInline var slots: ContiguousArray<Value?> = []
    @usableFromInline var owners: ContiguousArray<Key> = []

    /// Nothing yet.
    @inlinable
    public init() {}

    /// How many values there are.
    @inlinable public var count: Int { slots.count }
    /// Whether there is none.
    @inlinable public var isEmpty: Bool { slots.isEmpty }
    /// In no order that means anything.
    @inlinable public var keys: ContiguousArray<Key> { owners }
    /// In the order of `keys`.
    @inlinable public var values: [Value] { slots.compactMap(\.self) }

    /// The value with this key, copied whole where it is read; changed where it stands. Nil takes
    /// it out.
    @inlinable
    public subscript(key: Key) -> Value? {
        get {
            guard let place = places[key] else { return nil }
            return slots[place]
        }
        _modify {
            guard let place = places[key] else {
                var new: Value?
                defer { if let new { add(new, for: key) } }
                yield &new
                return
            }
            defer { if slots[place] == nil { remove(key, at: place) } }
            yield &slots[place]
        }
    }

    /// What `body` finds in the value with this key, without a copy of the value; nil where there
    /// is none.
    @inlinable
    public func look<Found>(_ key: Key, _ body: (borrowing Value) -> Found) -> Found? {
        guard let place = places[key] else { return nil }
        switch slots[place] {
        case .some(let value): return body(value)
        case .none: return nil
        }
    }

    /// Other values, found by the same keys.
    @inlinable
    public func mapValues<Other>(_ body: (Value) -> Other) -> [Key: Other] {
        places.compactMapValues { slots[$0].map(body) }
    }

    /// Takes a value out; nil where there is none.
    @inlinable @discardableResult
    public mutating func removeValue(forKey key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        let value = slots[place]
        remove(key, at: place)
        return value
    }

    @usableFromInline
    mutating func add(_ value: Value, for key: Key) {
        places[key] = slots.count
        slots.append(value)
        owners.append(key)
    }

    /// The last one moves into the place that is free.
    @usableFromInline
    mutating func remove(_ key: Key, at place: Int) {
        places[key] = nil
        let last = slots.count - 1
        if place != last {
            slots.swapAt(place, last)
            owners.swapAt(place, last)
            places[owners[place]] = place
        }
        slots.removeLast()
        owners.removeLast()
    }
}

extension Table: Equatable where Value: Equatable {
    /// Whether both hold the same, in whatever order.
    public static func == (left: Table, right: Table) -> Bool {
        left.count == right.count && left.owners.allSatisfy { left[$0] == right[$0] }
    }
}
