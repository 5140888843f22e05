import Testing

/// Where memory may be handled by hand, and what must be said about it.
enum Safety {
    /// A folder, and why it may.
    static let places: [String: String] = [
        "Sources/TLS/": "OpenSSL",
        "Sources/Secrets/": "OpenSSL",
        "Sources/Store/": "SQLite",
        "Sources/Transport/": "sockets and epoll",
        "Sources/sandalid/ControlSocket/": "a Unix socket",
        "Sources/sandalid/Running/": "signals",
        "Sources/sandalid/CommandLine/PasswordOptions.swift": "the terminal's echo",
        "clients/SandaliKit/": "sockets",
        "clients/terminal/": "the terminal",
    ]
    static let promises = ["@unchecked Sendable", "nonisolated(unsafe)"]

    static func check(_ file: SourceFile) -> [Fault] {
        guard file.isProduct else { return [] }
        let allowed = places.keys.contains { file.path.hasPrefix($0) }
        return file.faults(in: file.code) { index, line in
            let promise = promises.first { line.contains($0) }
            guard promise != nil || mentionsUnsafe(line) else { return nil }
            if !allowed { return "memory is handled by hand outside the folders that may" }
            guard let promise, !file.isExplained(at: index) else { return nil }
            return "\(promise) without a comment that says why it holds"
        }
    }

    /// Whether `unsafe` stands as a word of its own.
    private static func mentionsUnsafe(_ line: String) -> Bool {
        line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains("unsafe")
    }
}

@Suite struct SafetyTests {
    @Test func `memory is handled by hand only where it may be, and promises give their reason`() {
        #expect(Repository.products.flatMap(Safety.check) == [])
    }

    @Test(arguments: [
        ("Wire", "let a = unsafe pointer.pointee"),
        ("Engine", "/// Why.\nfinal class A: @unchecked Sendable {}"),
        ("TLS", "let b = 1\nfinal class A: @unchecked Sendable {}"),
        ("Transport", "\nnonisolated(unsafe) var count = 0"),
    ])
    func `a planted unsafe line is found`(module: String, text: String) {
        #expect(Safety.check(SourceFile(path: "Sources/\(module)/A.swift", text: text)).count == 1)
    }

    @Test(arguments: [
        ("Wire", "// nothing unsafe here\nlet word = \"unsafe\""),
        ("TLS", "deinit { unsafe SSL_free(ssl) }"),
        ("TLS", "/// Frozen after init.\n@safe\nfinal class A: @unchecked Sendable {}"),
    ])
    func `an honest line is let through`(module: String, text: String) {
        #expect(Safety.check(SourceFile(path: "Sources/\(module)/A.swift", text: text)) == [])
    }
}
