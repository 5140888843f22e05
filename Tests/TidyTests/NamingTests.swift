import Testing

/// What is public is explained, and what is tested is said as a sentence.
enum Naming {
    /// Everything that says `public` says above it what it is.
    static func documentation(_ file: SourceFile) -> [Fault] {
        guard file.isProduct else { return [] }
        return file.faults(in: file.code) { index, line in
            guard line.contains("public") else { return nil }
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let place = words.firstIndex(of: "public"),
                words.dropFirst(place + 1).first != "import"
            else { return nil }
            return isDocumented(file, index) ? nil : "a public declaration without its comment"
        }
    }

    static func tests(_ file: SourceFile) -> [Fault] {
        guard file.isTest, file.isSwift else { return [] }
        var awaited = false
        return file.faults(in: file.code) { _, line in
            if line.contains("@Test") { awaited = true }
            guard awaited, let name = line.firstRange(of: "func ") else { return nil }
            awaited = false
            let text = line[name.upperBound...]
            let sentence =
                text.hasPrefix("`") && text.dropFirst().prefix { $0 != "`" }.contains(" ")
            return sentence ? nil : "a test whose name is not a sentence"
        }
    }

    /// Whether the nearest line above that is not an attribute belongs to a documentation comment.
    private static func isDocumented(_ file: SourceFile, _ index: Int) -> Bool {
        for line in file.lines[..<index].reversed() {
            let text = line.drop(while: \.isWhitespace)
            if text.hasPrefix("@") || text == "// swift-format-ignore" { continue }
            return text.hasPrefix("///")
        }
        return false
    }
}

@Suite struct NamingTests {
    @Test func `every public declaration has a documentation comment`() {
        #expect(Repository.products.flatMap(Naming.documentation) == [])
    }

    @Test func `every test is named by a sentence`() {
        #expect(Repository.files.flatMap(Naming.tests) == [])
    }

    @Test(arguments: [
        "public struct A {}", "/// A\n\npublic func a() {}", "@inlinable public func a() {}",
        "// Why.\npublic let a = 1", "public final class A {}", "    public static func a() {}",
        "public private(set) var a = 1", "public init(a: Int) {}", "    public let id: AccountID",
        "/// A\npublic enum A {\n    public internal(set) var id = 1",
        "public static func < (a: A, b: A) -> Bool { false }", "@inlinable\npublic init?() {}",
    ])
    func `a planted public declaration without a comment is found`(text: String) {
        let file = SourceFile(path: "Sources/Wire/A.swift", text: text)
        #expect(Naming.documentation(file).count == 1)
    }

    @Test(arguments: [
        "/// One.\n@safe\npublic struct A {}", "public import Wire", "let text = \"public struct\"",
        "    /// One.\n    @inlinable\n    public init(a: Int) {}", "// What is public.\nlet a = 1",
        "/// One.\n// swift-format-ignore\npublic static let all = [1]", "let isPublic = true",
    ])
    func `a declaration that needs no more comment is let through`(text: String) {
        #expect(Naming.documentation(SourceFile(path: "Sources/Wire/A.swift", text: text)) == [])
    }

    @Test func `a planted test without a sentence is found`() {
        let text = "@Test(arguments: [1])\nfunc parses() {}\n@Test func `b`() {}"
        let file = SourceFile(path: "Tests/WireTests/A.swift", text: text)
        #expect(Naming.tests(file).map(\.line) == [2, 3])
    }
}
