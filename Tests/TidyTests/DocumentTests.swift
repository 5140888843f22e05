import Foundation
import Testing

/// Documents can be found, and what they point at is there.
enum Documents {
    /// The targets of a document's Markdown links, without anchors.
    static func links(_ file: SourceFile) -> [String] {
        file.lines.joined(separator: "\n").components(separatedBy: "](").dropFirst().compactMap {
            let target = $0.prefix { $0 != ")" && $0 != "#" }
            return target.isEmpty || target.contains("://") ? nil : String(target)
        }
    }

    /// Documents that the README does not link to.
    static func unlinked(_ files: [SourceFile]) -> [String] {
        let readme = files.first { $0.path == "README.md" }
        let linked = Set(readme.map(links) ?? [])
        return files.map(\.path).filter { $0.hasPrefix("docs/") && !linked.contains($0) }
    }

    /// Links that lead nowhere.
    static func broken(_ file: SourceFile, exists: (String) -> Bool) -> [Fault] {
        guard file.path.hasSuffix(".md") else { return [] }
        let folder = URL(filePath: "/" + file.path).deletingLastPathComponent()
        return links(file).compactMap { link in
            let target = folder.appending(path: link).standardized.path.dropFirst()
            let what = "a link to nothing: \(link)"
            return exists(String(target)) ? nil : Fault(path: file.path, line: 1, what: what)
        }
    }
}

@Suite struct DocumentTests {
    @Test(arguments: [
        "README.md", "LICENSE", "Makefile", ".ci/run", "docs/changelog.md", "docs/contributing.md",
        "docs/decisions/0001-one-log.md", "docs/decisions/0002-epoll-under-dispatch.md",
        "deploy/demo", "deploy/test", "deploy/sandali.example.yaml", "deploy/sandali.service",
    ])
    func `what the repository promises is there`(path: String) {
        #expect(Repository.exists(path))
    }

    @Test func `the changelog keeps to its four headings`() {
        let changelog = Repository.files.first { $0.path == "docs/changelog.md" }
        let headings = changelog?.lines.filter { $0.hasPrefix("### ") } ?? []
        #expect(!headings.isEmpty)
        let known: Set = ["### Security", "### Changed", "### Added", "### Fixed"]
        #expect(Set(headings).subtracting(known) == [])
    }

    @Test func `the README links to every document`() {
        #expect(Documents.unlinked(Repository.files) == [])
    }

    @Test func `no link leads nowhere`() {
        let faults = Repository.files.flatMap { Documents.broken($0, exists: Repository.exists) }
        #expect(faults == [])
    }

    @Test func `a planted lost document and a planted broken link are found`() {
        let readme = SourceFile(path: "README.md", text: "[one](docs/one.md#top) [two](docs/2.md)")
        let one = SourceFile(path: "docs/one.md", text: "[up](../README.md)")
        let lost = SourceFile(path: "docs/lost.md", text: "")
        let files = [readme, one, lost]
        let paths = Set(files.map(\.path))
        #expect(Documents.unlinked(files) == ["docs/lost.md"])
        let broken = files.flatMap { Documents.broken($0, exists: paths.contains) }
        #expect(broken.map(\.what) == ["a link to nothing: docs/2.md"])
    }
}
