/// What a `Table` finds its values by: a number that the server has given itself, or has made with
/// a key of its own.
///
/// Nobody outside can choose such numbers so that they fall on the same place. So they need no
/// keyed hash of the table's, which costs more than all else that is done to find one.
public protocol TableKey: Hashable, Sendable {
    /// Different for different keys.
    var tableNumber: UInt64 { get }
}

/// Where each key's value stands: a hash table with linear probing, never more than half full.
@usableFromInline
struct TablePlaces<Key: TableKey>: Sendable {
    @usableFromInline static var free: Int32 { -1 }
    @usableFromInline static var leastCells: Int { 8 }

    /// The keys, by their places.
    @usableFromInline var keys: ContiguousArray<Key> = []
    /// Places of keys, or `free`. As many as a power of two, or none.
    @usableFromInline var cells: ContiguousArray<Int32> = []

    @inlinable
    init() {}

    /// The cell where the search for a key begins.
    @inlinable
    func home(of key: Key) -> Int {
        // Fibonacci hashing: the upper bits of the product depend on all bits of the number.
        let spread = key.tableNumber &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: (spread ^ spread >> 32) & UInt64(cells.count - 1))
    }

    /// The cell where a key stands, or the free one where it would.
    @inlinable
    func cell(of key: Key) -> Int {
        var cell = home(of: key)
        while cells[cell] != Self.free, keys[Int(cells[cell])] != key {
            cell = (cell + 1) & (cells.count - 1)
        }
        return cell
    }

    @inlinable
    func place(of key: Key) -> Int? {
        if cells.isEmpty { return nil }
        let place = cells[cell(of: key)]
        return place == Self.free ? nil : Int(place)
    }

    /// Gives a key that is not there the place behind all others.
    @inlinable
    mutating func append(_ key: Key) {
        keys.append(key)
        if keys.count * 2 > cells.count { return grow() }
        cells[cell(of: key)] = Int32(keys.count - 1)
    }

    /// Takes all keys out, and keeps the room that they took, unless there were few in it: what
    /// many took once is not to be swept each time.
    @inlinable
    mutating func removeAll() {
        if keys.count * 16 < cells.count {
            cells = []
        } else {
            for cell in cells.indices { cells[cell] = Self.free }
        }
        keys.removeAll(keepingCapacity: !cells.isEmpty)
    }

    /// Takes a key out; the last one gets its place.
    @inlinable
    mutating func remove(_ key: Key, at place: Int) {
        let hole = cell(of: key)
        if place != keys.count - 1 {
            cells[cell(of: keys[keys.count - 1])] = Int32(place)
            keys.swapAt(place, keys.count - 1)
        }
        cells[hole] = Self.free
        keys.removeLast()
        closeUp(behind: hole)
    }

    /// Moves up whoever could not stand where the search for them begins.
    @inlinable
    mutating func closeUp(behind hole: Int) {
        var hole = hole
        var cell = (hole + 1) & (cells.count - 1)
        while cells[cell] != Self.free {
            let home = home(of: keys[Int(cells[cell])])
            // Whether the hole lies on the way from there to here, around the end too.
            if (cell - home) & (cells.count - 1) >= (cell - hole) & (cells.count - 1) {
                cells[hole] = cells[cell]
                cells[cell] = Self.free
                hole = cell
            }
            cell = (cell + 1) & (cells.count - 1)
        }
    }

    @inlinable
    mutating func grow() {
        let count = max(Self.leastCells, cells.count * 2)
        cells = ContiguousArray(repeating: Self.free, count: count)
        for place in keys.indices { cells[cell(of: keys[place])] = Int32(place) }
    }
}
