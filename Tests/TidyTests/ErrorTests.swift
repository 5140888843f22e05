import Testing

/// Errors are neither turned into crashes nor dropped in silence.
enum Errors {
    static func check(_ file: SourceFile) -> [Fault] {
        guard file.isSwift else { return [] }
        return file.faults(in: file.code) { index, line in
            if line.contains("try!") { return "try! hides what failed" }
            guard file.isProduct, line.contains(/\btry\?/) else { return nil }
            return isExplained(file, index) ? nil : "try? without the reason beside it"
        }
    }

    /// The reason may stand a line or two above, where the statement begins.
    private static func isExplained(_ file: SourceFile, _ index: Int) -> Bool {
        file.lines[max(0, index - 2)...index].contains { $0.contains("//") }
    }
}

@Suite struct ErrorTests {
    @Test func `no error is turned into a crash or dropped without a reason`() {
        #expect(Repository.swift.flatMap(Errors.check) == [])
    }

    @Test(arguments: ["let a = try! load()", "let a = 1\nlet b = try? load()"])
    func `a planted dropped error is found`(text: String) {
        #expect(Errors.check(SourceFile(path: "Sources/Store/A.swift", text: text)).count == 1)
    }

    @Test(arguments: [
        "try load()", "let a = try? load()  // The file may not be there yet.",
        "// The file may not be there yet.\nlet a = try? load()", "let word = \"try!\"",
        "func find() -> Entry? {",
    ])
    func `an error that is passed on or explained is let through`(text: String) {
        #expect(Errors.check(SourceFile(path: "Sources/Store/A.swift", text: text)) == [])
    }
}
