import Testing

@testable public import Rooms

extension Int: TableKey {
    public var tableNumber: UInt64 { UInt64(bitPattern: Int64(self)) }
}

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

    @Test func `what is not there is begun where it is asked for so`() {
        var table = Self.table(2)
        table[1, default: [0]].append(9)
        table[5, default: [0]].append(9)
        #expect(table[1] == [1, 9])
        #expect(table[5] == [0, 9])
        #expect(table[6, default: [7]] == [7])
        #expect(table.count == 3)
        #expect(table.sorted.map(\.key) == [0, 1, 5])
        #expect(table.sorted.map(\.value) == [[0], [1, 9], [0, 9]])
    }

    @Test func `after all are taken out it holds what comes then`() {
        var table = Self.table(100)
        table.removeAll()
        #expect(table.isEmpty)
        #expect((0..<100).allSatisfy { table[$0] == nil })
        for number in 50..<70 { table[number] = [number] }
        #expect(table.count == 20)
        #expect((0..<100).allSatisfy { table[$0] == ((50..<70) ~= $0 ? [$0] : nil) })
    }

    @Test(arguments: [1, 6, 7, 100])
    func `what was large once holds as much after few`(few: Int) {
        var table = Self.table(100)
        table.removeAll()
        for number in 0..<few { table[number] = [number] }
        table.removeAll()
        table.removeAll()
        #expect(table.count == 0)
        #expect(table[0] == nil)
        for number in 0..<200 { table[number] = [number] }
        #expect(table == Self.table(200))
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

    @Test(arguments: [1, 64, 1 << 32, 1 << 48])
    func `after any coming and going it holds what a dictionary holds`(step: Int) {
        var table = Table<Int, Int>()
        var dictionary: [Int: Int] = [:]
        var dice: UInt64 = 7
        for round in 0..<20_000 {
            dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let key = Int(dice >> 33 % 150) * step
            let value = dice >> 60 < 9 ? round : nil
            table[key] = value
            dictionary[key] = value
            #expect(table[key] == dictionary[key])
        }
        #expect(Set(table.keys) == Set(dictionary.keys))
        #expect(table.keys.allSatisfy { table[$0] == dictionary[$0] })
        #expect(table.mapValues { $0 } == dictionary)
        #expect((0..<150).allSatisfy { table[$0 * step] == dictionary[$0 * step] })
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
