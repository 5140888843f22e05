import Testing

/// How long files and lines are, and words that have no place in them.
enum Shape {
    static let linesMax = 400
    static let columnsMax = 100
    /// In tables that are aligned by hand, where a row says more than a break would.
    static let tableColumnsMax = 140
    /// Where people's own files lie; a path there means something only on one machine.
    static let homes = ["home", "root", "work", "Users"].map { "/\($0)/" }
    static let reminders = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]

    static func length(_ file: SourceFile) -> [Fault] {
        guard file.isSwift else { return [] }
        let last = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
        guard last > linesMax else { return [] }
        return [Fault(path: file.path, line: last, what: "more than \(linesMax) lines")]
    }

    static func width(_ file: SourceFile) -> [Fault] {
        guard file.isSwift else { return [] }
        var table = 0
        return file.faults(in: file.lines) { index, line in
            // What is aligned by hand, below `swift-format-ignore`, ends where its indent ends.
            let indent = line.prefix { $0 == " " }.count
            if index > 0, file.lines[index - 1].contains("// swift-format-ignore") {
                table = indent + 1
            } else if indent < table, !line.isEmpty {
                table = 0
            }
            let limit = table > 0 ? tableColumnsMax : columnsMax
            return line.count > limit ? "more than \(limit) columns" : nil
        }
    }

    static func reminders(_ file: SourceFile) -> [Fault] {
        file.faults(in: file.lines) { _, line in
            reminders.first { line.contains($0) }.map { "\($0) without an issue" }
        }
    }

    static func machines(_ file: SourceFile) -> [Fault] {
        file.faults(in: file.lines) { _, line in
            homes.first { line.contains($0) }.map { "a path of one machine: \($0)" }
        }
    }
}

@Suite struct ShapeTests {
    @Test func `no file is longer than 400 lines`() {
        #expect(Repository.swift.flatMap(Shape.length) == [])
    }

    @Test func `no line is longer than 100 columns`() {
        #expect(Repository.swift.flatMap(Shape.width) == [])
    }

    @Test func `nothing is left to remember`() {
        #expect(Repository.files.flatMap(Shape.reminders) == [])
    }

    @Test func `no file names a path of one machine`() {
        #expect(Repository.files.flatMap(Shape.machines) == [])
    }

    @Test func `a planted fault of shape is found`() {
        let long = SourceFile(path: "A.swift", text: String(repeating: "\n", count: 401))
        #expect(Shape.length(long).map(\.line) == [401])
        let wide = SourceFile(path: "A.swift", text: String(repeating: "я", count: 101))
        #expect(Shape.width(wide).map(\.line) == [1])
        let left = SourceFile(path: "A.md", text: "fine\n// TO" + "DO: later")
        #expect(Shape.reminders(left).map(\.line) == [2])
        let path = SourceFile(path: "A.sh", text: "cd /ho" + "me/somebody")
        #expect(Shape.machines(path).map(\.line) == [1])
    }

    @Test func `a table that is aligned by hand may be wider, and ends with its indent`() {
        let row = String(repeating: "я", count: 140)
        let text = """
            // swift-format-ignore
            let all = [
                "\(row.dropFirst(7))",
                "\(row.dropFirst(6))",
            ]
            \(row)
            """
        let file = SourceFile(path: "A.swift", text: text)
        #expect(Shape.width(file).map(\.line) == [4, 6])
    }

    @Test func `400 lines of 100 columns are let through`() {
        let line = String(repeating: "я", count: 100) + "\n"
        let file = SourceFile(path: "A.swift", text: String(repeating: line, count: 400))
        #expect(Shape.length(file) + Shape.width(file) == [])
    }
}
