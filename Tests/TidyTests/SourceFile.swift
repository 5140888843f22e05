import Foundation

/// One file of the repository, as the checks read it.
struct SourceFile: Sendable {
    /// From the top of the repository, with slashes: `Sources/Wire/Framer.swift`.
    let path: String
    /// The lines as written, without their endings.
    let lines: [String]
    /// The same lines with comments and the insides of string literals blanked out.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var stripper = Stripper()
        code = path.hasSuffix(".swift") ? lines.map { stripper.strip($0) } : lines
    }

    /// The folder that makes the module: `Wire` for `Sources/Wire/Framer.swift`.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isTest: Bool { path.hasPrefix("Tests/") }
    /// Swift that is shipped, and not a test of it.
    var isProduct: Bool { isSwift && (path.hasPrefix("Sources/") || path.hasPrefix("clients/")) }

    /// Whether the line before `index`, or `index` itself, carries a comment; attributes between
    /// the comment and the line are passed over.
    func isExplained(at index: Int) -> Bool {
        if lines[index].contains("//") { return true }
        let above = lines[..<index].reversed().first { line in
            !line.trimmingCharacters(in: .whitespaces).hasPrefix("@")
        }
        return above?.trimmingCharacters(in: .whitespaces).hasPrefix("//") ?? false
    }
}

/// What a check found, and where.
struct Fault: Equatable, CustomStringConvertible {
    let path: String
    /// Counted from 1.
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

extension SourceFile {
    /// A fault for each line for which `complaint` has something to say.
    func faults(in lines: [String], _ complaint: (Int, String) -> String?) -> [Fault] {
        lines.enumerated().compactMap { index, line in
            complaint(index, line).map { Fault(path: path, line: index + 1, what: $0) }
        }
    }
}
