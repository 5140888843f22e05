import Foundation
import Rooms
import SandaliKit
import Secrets
import Store
import Synchronization
import Testing
import Wire

/// One text of a test's room: `talker-3 17` is the seventeenth of talker-3.
struct Text: Hashable, Sendable, CustomStringConvertible {
    let sender: String
    let number: Int

    init(sender: String, number: Int) {
        self.sender = sender
        self.number = number
    }

    init?(_ words: some Sequence<UInt8>) {
        let parts = String(decoding: Array(words), as: UTF8.self).split(separator: " ")
        guard parts.count == 2, let number = Int(parts[1]) else { return nil }
        self.init(sender: String(parts[0]), number: number)
    }

    /// As somebody heard it; nil for any other line, and for one that comes from somebody else
    /// than it says.
    init?(_ message: Message) {
        guard message.command == "PRIVMSG", let text = message.text(1).flatMap({ Text($0) }),
            let source = message.source, source.starts(with: Array("\(text.sender)!".utf8))
        else { return nil }
        self = text
    }

    var description: String { "\(sender) \(number)" }
}

extension Installation {
    /// The key that wraps every centre's keys.
    var master: MasterKey {
        get throws {
            let text = try Data(contentsOf: URL(fileURLWithPath: masterKey))
            return try #require(MasterKey(text: Array(text)))
        }
    }

    /// The texts in the log, in its order. Only while no server runs.
    func storedTexts(in path: String? = nil) throws -> [Text] {
        let path = path ?? self.log
        // A copy of a log has no keys beside it.
        let keys = URL(fileURLWithPath: path).deletingPathExtension().path + ".keys"
        if !FileManager.default.fileExists(atPath: keys) {
            try FileManager.default.copyItem(atPath: self.keys, toPath: keys)
        }
        let log = try EventLog(path: path, masters: [try master])
        var texts: [Text] = []
        try log.readRecords(after: .start) { record throws(LogError) in
            if let text = Self.text(of: record).flatMap({ Text($0) }) { texts.append(text) }
        }
        try log.close()
        return texts
    }

    /// What was said to a room, without name and tags that may stand before the words.
    private static func text(of record: Record) -> [UInt8]? {
        let event = try? Event(
            kind: record.kind, version: record.version, encoded: record.payload)
        guard case .said(_, let saying) = event, let words = record.words else { return nil }
        return saying.signed || saying.tagged ? Words.unpack(words).last : words
    }

    /// Everything that each client heard is in the log, once, and was heard in the log's order;
    /// what each sender said stands in the log in the order of saying.
    ///
    /// - Returns: the texts in the log.
    @discardableResult
    func expectStored(_ heard: [[Text]], in path: String? = nil) throws -> [Text] {
        let stored = try storedTexts(in: path)
        var places: [Text: Int] = [:]
        for (place, text) in stored.enumerated() {
            #expect(places.updateValue(place, forKey: text) == nil, "\(text) is stored twice")
        }
        for texts in heard {
            var last = -1
            for text in texts {
                let place = try #require(places[text], "\(text) was heard, and is not stored")
                #expect(place > last, "\(text) was heard twice, or out of order")
                last = place
            }
        }
        for (sender, texts) in Dictionary(grouping: stored, by: \.sender) {
            let numbers = texts.map(\.number)
            #expect(numbers == numbers.sorted(), "\(sender)'s texts are stored out of order")
        }
        return stored
    }
}

/// Counts what happens in several tasks, for one who waits until there is enough of it.
final class Tally: Sendable {
    private struct State {
        var count = 0
        var target = Int.max
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    func add() {
        let waiter: CheckedContinuation<Bool, Never>? = state.withLock { state in
            state.count += 1
            guard state.count >= state.target else { return nil }
            return state.waiter.take()
        }
        waiter?.resume(returning: true)
    }

    /// Waits until so many have been counted; false when they have not come within this time.
    func reaches(_ target: Int, within span: Duration = Patience.line) async -> Bool {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                state.target = target
                if state.count < target { state.waiter = continuation }
                return state.count >= target
            }
            if isReached { return continuation.resume(returning: true) }
            Patience.after(span) { [self] in
                state.withLock { $0.waiter.take() }?.resume(returning: false)
            }
        }
    }
}

/// Runs `body` for each of these at once.
func together<Element: Sendable, Result: Sendable>(
    _ elements: some Sequence<Element>, _ body: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        for (index, element) in elements.enumerated() {
            group.addTask { (index, try await body(element)) }
        }
        var results: [(Int, Result)] = []
        for try await result in group { results.append(result) }
        return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
