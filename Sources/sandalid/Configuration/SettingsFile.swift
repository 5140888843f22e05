import Yams

/// One thing that is wrong with the configuration, and where.
struct Problem: Error, Equatable, CustomStringConvertible {
    /// The file, `--set` or the name of an environment variable.
    let place: String
    /// The line of the file, from 1; 0 where there is none.
    var line = 0
    let what: String

    var description: String { line > 0 ? "\(place):\(line): \(what)" : "\(place): \(what)" }
}

/// What the YAML file says: flat keys, with a text or a list of texts at each.
struct SettingsFile: Equatable {
    /// What stands at a key, and where.
    struct Entry: Equatable {
        let written: [String]
        /// Counted from 1.
        let line: Int
    }

    let path: String
    private(set) var entries: [String: Entry] = [:]
    private(set) var problems: [Problem] = []

    init(path: String, text: String) {
        self.path = path
        do {
            guard let root = try Yams.compose(yaml: text) else { return }
            read(root)
        } catch {
            problems.append(Self.problem(error, path, text))
        }
    }

    private mutating func read(_ root: Node) {
        guard case .mapping(let mapping) = root else {
            if root.scalar?.string.isEmpty ?? false { return }
            return complain(root, "must be lines of `key: value`")
        }
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                complain(key, "must be a key")
                continue
            }
            guard let setting = Setting.byKey[name] else {
                complain(key, "\(name): there is no such key" + Self.suggestion(for: name))
                continue
            }
            guard let written = Self.texts(of: value, setting.shape) else {
                complain(
                    value,
                    "\(name): must be \(setting.shape.isList ? "a list of texts" : "one value")")
                continue
            }
            entries[name] = Entry(written: written, line: Self.line(value, or: key))
        }
    }

    private mutating func complain(_ node: Node, _ what: String) {
        problems.append(Problem(place: path, line: node.mark?.line ?? 1, what: what))
    }

    /// Nil when the node is deeper than its key's shape allows.
    private static func texts(of node: Node, _ shape: Shape) -> [String]? {
        switch node {
        case .scalar(let scalar):
            return shape.isList && scalar.string.isEmpty ? [] : [scalar.string]
        case .sequence(let sequence) where shape.isList:
            let texts = sequence.compactMap { $0.scalar?.string }
            return texts.count == sequence.count ? texts : nil
        default:
            return nil
        }
    }

    private static func line(_ value: Node, or key: Node) -> Int {
        value.mark?.line ?? key.mark?.line ?? 1
    }

    /// The key that was probably meant: one with the same last part, or the same letters.
    private static func suggestion(for name: String) -> String {
        let last = name.split { $0 == "." || $0 == "-" || $0 == "_" }.last ?? ""
        let letters = name.lowercased().filter(\.isLetter).sorted()
        let near = Setting.byKey.keys.sorted().first { key in
            key.filter(\.isLetter).sorted() == letters || key.split(separator: ".").last == last
        }
        return near.map { "; did you mean \($0)?" } ?? ""
    }

    private static func problem(_ error: any Error, _ path: String, _ text: String) -> Problem {
        guard let error = error as? YamlError else {
            return Problem(place: path, what: "\(error)")
        }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return Problem(place: path, line: mark.line, what: "this is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let line = lastLine(of: keys, text) ?? context.mark.line
            let names = keys.sorted().joined(separator: ", ")
            return Problem(place: path, line: line, what: "\(names): stands here twice")
        default:
            return Problem(place: path, what: "this is not YAML")
        }
    }

    /// Where one of the keys stands for the last time; Yams knows only where the mapping begins.
    private static func lastLine(of keys: [String], _ text: String) -> Int? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.lastIndex { line in keys.contains { line.hasPrefix($0 + ":") } }.map { $0 + 1 }
    }
}
