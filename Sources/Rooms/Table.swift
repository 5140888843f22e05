/// Values found by key, each in a place of its own.
///
/// A dictionary copies a whole value to show one of its properties, and moves it out and in again
/// to change one. For large values that are looked at with every line, this does neither: what
/// stands in an array is read and changed where it is.
public struct Table<Key: TableKey, Value: Sendable>: Sendable {
    @usableFromInline var places = TablePlaces<Key>()
    /// In no order that means anything; none of them is nil, but while it is being changed.
    @usableFromInline var slots: ContiguousArray<Value?> = []

    /// Nothing yet.
    @inlinable
    public init() {}

    /// How many values there are.
    @inlinable public var count: Int { slots.count }
    /// Whether there is none.
    @inlinable public var isEmpty: Bool { slots.isEmpty }
    /// In no order that means anything.
    @inlinable public var keys: ContiguousArray<Key> { places.keys }
    /// In the order of `keys`.
    @inlinable public var values: [Value] { slots.compactMap(\.self) }

    /// The value with this key, copied whole where it is read; changed where it stands. Nil takes
    /// it out.
    @inlinable
    public subscript(key: Key) -> Value? {
        get {
            guard let place = places.place(of: key) else { return nil }
            return slots[place]
        }
        _modify {
            // An empty place for what may be put there: a value of its own here would take a
            // frame from the heap for each change.
            let place = places.place(of: key) ?? add(nil, for: key)
            defer { if slots[place] == nil { remove(key, at: place) } }
            yield &slots[place]
        }
    }

    /// What `body` finds in the value with this key, without a copy of the value; nil where there
    /// is none.
    @inlinable
    public func look<Found>(_ key: Key, _ body: (borrowing Value) -> Found) -> Found? {
        guard let place = places.place(of: key) else { return nil }
        switch slots[place] {
        case .some(let value): return body(value)
        case .none: return nil
        }
    }

    /// Other values, found by the same keys.
    @inlinable
    public func mapValues<Other>(_ body: (Value) -> Other) -> [Key: Other] {
        var others: [Key: Other] = [:]
        for (key, slot) in zip(keys, slots) { others[key] = slot.map(body) }
        return others
    }

    /// The value with this key, or one that is put there now; changed where it stands.
    @inlinable
    public subscript(key: Key, default new: @autoclosure () -> Value) -> Value {
        get { self[key] ?? new() }
        _modify {
            let place = places.place(of: key) ?? add(new(), for: key)
            // Never nil: whatever is taken out leaves no place behind.
            yield &slots[place]!
        }
    }

    /// Takes all out, and keeps the room that they took.
    @inlinable
    public mutating func removeAll() {
        places.removeAll()
        slots.removeAll(keepingCapacity: !places.cells.isEmpty)
    }

    /// Takes a value out; nil where there is none.
    @inlinable @discardableResult
    public mutating func removeValue(forKey key: Key) -> Value? {
        guard let place = places.place(of: key) else { return nil }
        // Moved out, here and below: a copy would be retained and let go field by field.
        var value: Value?
        swap(&value, &slots[place])
        remove(key, at: place)
        return value
    }

    /// - Returns: its place.
    @inlinable
    mutating func add(_ value: Value?, for key: Key) -> Int {
        places.append(key)
        slots.append(value)
        return slots.count - 1
    }

    /// The last one moves into the place that is free.
    @inlinable
    mutating func remove(_ key: Key, at place: Int) {
        places.remove(key, at: place)
        let last = slots.removeLast()
        if place < slots.count { slots[place] = last }
    }
}

extension Table where Key: Comparable {
    /// All of them, in the order of their keys.
    @inlinable public var sorted: [(key: Key, value: Value)] {
        zip(keys, values).map { (key: $0, value: $1) }.sorted { $0.key < $1.key }
    }
}

extension Table: Equatable where Value: Equatable {
    /// Whether both hold the same, in whatever order.
    public static func == (left: Table, right: Table) -> Bool {
        left.count == right.count && left.keys.allSatisfy { left[$0] == right[$0] }
    }
}
