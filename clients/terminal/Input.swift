import Dispatch

/// The standard input, read on a queue of its own, for reading blocks.
struct Input: Sendable {
    private let queue = DispatchQueue(label: "input")

    /// The next piece, or nil at the end.
    func next() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            queue.async {
                let bytes = Standard.read()
                continuation.resume(returning: bytes.isEmpty ? nil : bytes)
            }
        }
    }
}

/// Lines out of pieces of input.
struct LineSplitter {
    private var unfinished: [UInt8] = []

    /// The lines that `bytes` completes, without their endings.
    mutating func split(_ bytes: [UInt8]) -> [[UInt8]] {
        unfinished += bytes
        var lines: [[UInt8]] = []
        var start = unfinished.startIndex
        while let end = unfinished[start...].firstIndex(of: 0x0a) {
            let line = unfinished[start..<end]
            lines.append(Array(line.last == 0x0d ? line.dropLast() : line))
            start = end + 1
        }
        unfinished.removeSubrange(..<start)
        return lines
    }

    /// What stands after the last ending, at the end of input.
    mutating func rest() -> [UInt8]? {
        defer { unfinished = [] }
        return unfinished.isEmpty ? nil : unfinished
    }
}
