import Foundation

/// A place for files of one test's own, gone with whatever holds it; made by who writes there.
final class ScratchFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

    // Where nothing was written there is nothing to remove.
    deinit { try? FileManager.default.removeItem(atPath: path) }
}
