import Dispatch
import Glibc
import Synchronization

/// What happens on a signal, from the first question to the last word.
final class Signals: Sendable {
    private let chat = Mutex<Chat?>(nil)

    /// Where the handler writes; it may do nothing else than write(2).
    private static let pipe = Atomic<CInt>(-1)

    /// From now on the terminal is given back whatever signal ends the program. In force at once:
    /// a dispatch source would be so only some time later, and lose what comes until then.
    func watch() {
        var ends: [CInt] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { return }
        let (reading, writing) = (ends[0], ends[1])
        Self.pipe.store(writing, ordering: .releasing)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH] {
            signal(number) { number in
                let errnoBefore = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = unsafe write(Signals.pipe.load(ordering: .acquiring), &byte, 1)
                errno = errnoBefore
            }
        }
        DispatchQueue(label: "signals").async {
            var byte: UInt8 = 0
            while true {
                let count = unsafe read(reading, &byte, 1)
                if count == 1 { self.came(CInt(byte)) } else if errno != EINTR { return }
            }
        }
    }

    func talk(in chat: Chat) {
        self.chat.withLock { $0 = chat }
    }

    private func came(_ number: CInt) {
        let chat = chat.withLock { $0 }
        if number == SIGWINCH {
            if let chat { Task { await chat.redraw() } }
        } else if let chat {
            Task { await chat.leave() }
        } else {
            Terminal.restore()
            exit(128 + number)
        }
    }
}
