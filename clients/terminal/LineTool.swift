import SandaliKit
import Synchronization
import Wire

/// The client on a pipe: a line in goes to the server, a line from the server comes out.
final class LineTool: Sendable {
    private struct State {
        var isInputOver = false
        var saidQuit = false
    }

    private let client: Client
    private let plan: Plan
    /// Where somebody may be looking, nothing from others may move the cursor.
    private let isSeen: Bool
    private let state = Mutex(State())

    /// Comes back in a PONG when the server has answered all that was sent before.
    private static let token = "sandali-end-of-input"
    /// The server may be silent for so long after the last line in.
    private static let patience = Duration.seconds(30)
    private static let farewell = Duration.seconds(5)

    init(_ client: Client, _ plan: Plan, isSeen: Bool) {
        self.client = client
        self.plan = plan
        self.isSeen = isSeen
    }

    func run() async -> Exit {
        let feeding = Task { await feed() }
        defer { feeding.cancel() }
        while true {
            let hasQuit = state.withLock(\.saidQuit)
            do throws(WaitError) {
                let batch = try await client.batch(within: hasQuit ? Self.farewell : Self.patience)
                guard pass(batch) else {
                    await client.quit()
                    return .well
                }
            } catch {
                if let exit = await end(error) { return exit }
            }
        }
    }

    private func feed() async {
        let input = Input()
        var splitter = LineSplitter()
        while let bytes = await input.next() {
            for line in splitter.split(bytes) { take(line) }
            // The server may be slow to read: no more is taken in than goes out.
            await client.flush()
        }
        if let rest = splitter.rest() { take(rest) }
        state.withLock { $0.isInputOver = true }
        client.send("PING :" + Self.token)
    }

    private func take(_ line: [UInt8]) {
        guard line.first == UInt8(ascii: "/") else { return send(line) }
        switch TypedLine(String(decoding: line, as: UTF8.self), room: nil) {
        case .send(let lines), .speak(_, let lines): for line in lines { send(Array(line.utf8)) }
        case .join(_, let line), .lacksPassword(let line, _): send(Array(line.utf8))
        case .export(_, let password): send(Array(Export.line(password).utf8))
        case .quit(let words): send(Array((words.isEmpty ? "QUIT" : "QUIT :" + words).utf8))
        case .trouble(let phrase): complain(phrase)
        case .help: complain(.help)
        case .rooms, .clear, .nothing: break
        }
    }

    private func send(_ line: [UInt8]) {
        guard !line.isEmpty else { return }
        if line.prefix(5).map({ $0 & 0xdf }).starts(with: Array("QUIT".utf8)),
            line.count == 4 || line[4] == 0x20
        {
            state.withLock { $0.saidQuit = true }
        }
        client.send(line: line)
    }

    /// Prints what came; QUITs once everything is answered.
    ///
    /// - Returns: false when nobody reads it any more.
    private func pass(_ batch: [Message]) -> Bool {
        var output: [UInt8] = []
        for message in batch {
            if isAnswer(message) {
                send(Array("QUIT".utf8))
                continue
            }
            output += isSeen ? Array(Neutral.text(message.bytes).utf8) : message.bytes
            output.append(0x0a)
        }
        return Standard.write(output)
    }

    private func isAnswer(_ message: Message) -> Bool {
        message.command == "PONG"
            && message.text(message.count - 1)?.elementsEqual(Self.token.utf8) == true
    }

    private func end(_ error: WaitError) async -> Exit? {
        let state = state.withLock { $0 }
        switch error {
        case .ended(let why, _, _):
            if state.saidQuit { return .well }
            complain(Phrase(why))
            return .cutOff
        case .notSeen:
            guard state.isInputOver || state.saidQuit else { return nil }
            if !state.saidQuit { complain(.unanswered) }
            await client.close()
            return state.saidQuit ? .well : .cutOff
        case .cancelled:
            return .well
        }
    }

    private func complain(_ phrase: Phrase) {
        Standard.write(phrase.text(plan.language) + "\n", to: 2)
    }
}
