import Testing

/// Which module may see which: the build alone lets an undeclared import through.
enum Borders {
    static let pure: Set = ["Wire", "Rooms", "IRC", "Engine"]
    static let system: Set = [
        "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "Synchronization",
    ]

    /// Besides the system's, for modules that are not pure.
    static let allowed: [String: Set<String>] = [
        "Wire": ["Swift"],
        "Rooms": [],
        "IRC": ["Wire", "Rooms"],
        "Engine": ["IRC", "Wire", "Rooms", "DequeModule"],
        "Secrets": ["COpenSSL"],
        "Store": ["Rooms", "Secrets", "GRDB", "GRDBSQLite"],
        "TLS": ["COpenSSL"],
        "Transport": ["Wire", "Rooms", "IRC", "TLS", "CEpoll", "DequeModule"],
        "sandalid": [
            "Engine", "IRC", "Rooms", "Wire", "Secrets", "Store", "TLS", "Transport",
            "ArgumentParser", "Configuration", "Logging", "Yams",
        ],
        "SandaliKit": ["Wire", "TLS"],
        "terminal": ["SandaliKit", "Wire", "ArgumentParser"],
    ]

    /// The module that a line imports, whatever stands before `import` and after the module's name.
    static func imported(by line: String) -> String? {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
            words[..<at].allSatisfy({ $0.first == "@" || accessLevels.contains($0) })
        else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
        let name = kinds.contains(words[at + 1]) ? words.dropFirst(at + 2).first : words[at + 1]
        return name?.split(separator: ".").first.map(String.init)
    }

    private static let accessLevels: Set<Substring> = [
        "public", "package", "internal", "fileprivate", "private",
    ]

    static func check(_ file: SourceFile) -> [Fault] {
        guard file.isProduct else { return [] }
        guard let declared = allowed[file.module] else {
            return [Fault(path: file.path, line: 1, what: "\(file.module) has no borders yet")]
        }
        let reachable = pure.contains(file.module) ? declared : declared.union(system)
        return file.faults(in: file.code) { _, line in
            guard let module = imported(by: line), !reachable.contains(module) else { return nil }
            return "\(file.module) may not import \(module)"
        }
    }
}

@Suite struct BorderTests {
    @Test func `every module imports only what its borders allow`() {
        #expect(Repository.products.count > 10)
        #expect(Repository.products.flatMap(Borders.check) == [])
    }

    @Test(arguments: [
        ("Wire", "import Foundation"), ("Rooms", "public import Wire"),
        ("Engine", "internal import Dispatch"), ("IRC", "import struct Synchronization.Atomic"),
        ("TLS", "public import Wire"), ("SandaliKit", "@testable import Engine"),
        ("Store", "@_implementationOnly import IRC"), ("Somewhere", "let unknown = 1"),
    ])
    func `a planted import across a border is found`(module: String, line: String) {
        let file = SourceFile(path: "Sources/\(module)/A.swift", text: "// Why.\n\(line)\n")
        #expect(Borders.check(file).count == 1)
    }

    @Test(arguments: [
        ("Store", "import Foundation"), ("IRC", "public import Wire"),
        ("Wire", "@_spi(_Unicode) import Swift"), ("Wire", "// import Foundation"),
        ("Rooms", "let words = \"\"\"\n  import Foundation\n  \"\"\""), ("Rooms", "case important"),
    ])
    func `what the borders allow is let through`(module: String, line: String) {
        let file = SourceFile(path: "Sources/\(module)/A.swift", text: line)
        #expect(Borders.check(file) == [])
    }
}
