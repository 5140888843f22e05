import Testing

/// What is public is explained, and what is tested is said as a sentence.
enum Naming {
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "actor", "typealias", "func", "var", "let",
    ]
    /// What Swift itself calls, and has explained.
    private static let demanded = ["appendLiteral(", "appendInterpolation(", "hash(into"]
    private static let modifiers: Set<Substring> = [
        "public", "static", "final", "mutating", "nonmutating", "consuming", "borrowing",
        "nonisolated", "private(set)", "internal(set)", "package(set)", "indirect", "override",
    ]

    /// Initialisers, operators and properties may rest on what their type says of itself, where
    /// a sentence would only repeat their name; types and functions may not.
    static func documentation(_ file: SourceFile) -> [Fault] {
        guard file.isProduct else { return [] }
        return file.faults(in: file.code) { index, line in
            let words = line.split(whereSeparator: \.isWhitespace)
                .drop { $0.hasPrefix("@") }
            let head = words.prefix { modifiers.contains($0) }
            guard head.contains("public"), let kind = words.dropFirst(head.count).first,
                kinds.contains(kind), !isMember(kind, line),
                !isOperator(words.dropFirst(head.count + 1).first)
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

    private static func isMember(_ kind: Substring, _ line: String) -> Bool {
        line.first == " " && (kind == "let" || kind == "var")
    }

    private static func isOperator(_ name: Substring?) -> Bool {
        guard let name, let first = name.first else { return false }
        if demanded.contains(where: name.hasPrefix) { return true }
        return "<>=!+-~*/&|^%".contains(first)
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
        "public private(set) var a = 1",
    ])
    func `a planted public declaration without a comment is found`(text: String) {
        let file = SourceFile(path: "Sources/Wire/A.swift", text: text)
        #expect(Naming.documentation(file).count == 1)
    }

    @Test(arguments: [
        "/// One.\n@safe\npublic struct A {}", "public init(a: Int) {}", "public import Wire",
        "public static func < (a: A, b: A) -> Bool { false }", "let text = \"public struct\"",
        "    public let id: AccountID", "    public private(set) var id = 1",
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
