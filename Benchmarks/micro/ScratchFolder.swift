import Foundation

/// A folder of its own for one measurement.
struct ScratchFolder {
    private let url = FileManager.default.temporaryDirectory
        .appendingPathComponent("micro-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func remove() {
        // It lies in the system's folder for what is thrown away.
        try? FileManager.default.removeItem(at: url)
    }
}
