import Foundation

/// The repository that this file belongs to.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every text file that is ours, sorted by path.
    static let files: [SourceFile] = {
        let tops = ["Sources", "clients", "Tests", "Benchmarks/micro", "deploy", "docs", ".ci"]
        let alone = ["Package.swift", "README.md", "Makefile"]
        return (alone + tops.flatMap(paths(under:))).sorted().compactMap(read)
    }()

    static let products = files.filter(\.isProduct)
    static let swift = files.filter(\.isSwift)

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    private static func paths(under top: String) -> [String] {
        let found = FileManager.default.enumerator(atPath: root.appending(path: top).path)
        return (found?.allObjects as? [String] ?? []).map { "\(top)/\($0)" }
    }

    /// Nil for folders and for what is not text.
    private static func read(_ path: String) -> SourceFile? {
        guard let data = FileManager.default.contents(atPath: root.appending(path: path).path),
            let text = String(data: data, encoding: .utf8)
        else { return nil }
        return SourceFile(path: path, text: text)
    }
}
