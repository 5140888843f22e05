import Testing

@testable import Rooms

@Suite struct TableTests {
    private static func table(_ count: Int) -> Table<Int, [Int]> {
        var table = Table<Int, [Int]>()
        for number in 0..<count { table[number] = [number] }
        return table
    }

    @Test func `what is put in is found, and nothing else`() {
        let table = Self.table(100)
        #expect(table.count == 100)
        #expect((0..<100).allSatisfy { table[$0] == [$0] })
        #expect(table[100] == nil)
        #expect(table.look(7) { $0.count } == 1)
        #expect(table.look(100) { $0.count } == nil)
    }

    @Test func `a value is changed where it stands`() {
        var table = Self.table(3)
        table[1]?.append(9)
        table[5]?.append(9)
        #expect(table[1] == [1, 9])
        #expect(table[5] == nil)
        #expect(table.count == 3)
    }

    @Test(arguments: 0..<5) func `whichever goes, the others stay`(gone: Int) {
        var one = Self.table(5)
        var other = Self.table(5)
        #expect(one.removeValue(forKey: gone) == [gone])
        #expect(one.removeValue(forKey: gone) == nil)
        other[gone] = nil
        #expect(one == other)
        #expect(one.keys.sorted() == (0..<5).filter { $0 != gone })
        #expect(one.keys.allSatisfy { one[$0] == [$0] })
        one[gone] = [gone]
        #expect(one == Self.table(5))
    }

    @Test func `a table without its last value is empty and takes others`() {
        var table = Self.table(1)
        table[0] = nil
        #expect(table.isEmpty)
        #expect(table.values.isEmpty)
        table[3] = [3]
        #expect(table.values == [[3]])
        #expect(table != Self.table(1))
    }
}
