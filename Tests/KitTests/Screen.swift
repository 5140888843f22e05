import Foundation
import Glibc
import Synchronization

@testable import sandali

/// A terminal without glass: what the program draws can be read, what is typed can be written.
final class Screen: Sendable {
    private let ours: CInt
    private let theirs: CInt
    private let before: (lflag: tcflag_t, iflag: tcflag_t)
    private let kept = Mutex<(all: String, next: String)>(("", ""))
    /// Where the program keeps what it knows of servers and devices.
    var folder: String { scratch.path }
    private let scratch = ScratchFolder()

    /// TIOCSPTLCK and TIOCGPTN of ioctl_tty(2), which are macros too clever to be imported.
    private static let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

    init() throws {
        ours = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (lock, number): (CInt, CUnsignedInt) = (0, 0)
        guard ours >= 0, unsafe ioctl(ours, Self.unlock, &lock) == 0,
            unsafe ioctl(ours, Self.getNumber, &number) == 0
        else { throw Trouble.noSocket }
        theirs = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard theirs >= 0 else { throw Trouble.noSocket }
        before = Self.manners(theirs)
    }

    deinit {
        close(ours)
        close(theirs)
    }

    private static func manners(_ terminal: CInt) -> (lflag: tcflag_t, iflag: tcflag_t) {
        var manners = termios()
        _ = unsafe tcgetattr(terminal, &manners)
        return (manners.c_lflag, manners.c_iflag)
    }

    /// Whether the terminal behaves as it did before the program.
    var isAsFound: Bool {
        let now = Self.manners(theirs)
        return now == before && now.lflag & tcflag_t(ECHO | ICANON) == tcflag_t(ECHO | ICANON)
    }

    /// All that was drawn so far.
    var shown: String { kept.withLock { $0.all } }

    func start(
        _ arguments: [String], password: String? = nil, locale: String? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = try FileManager.default.sandali
        process.arguments = arguments
        process.environment = ["XDG_CONFIG_HOME": folder]
        process.environment?["SANDALI_PASSWORD"] = password
        process.environment?["LANG"] = locale
        let terminal = FileHandle(fileDescriptor: theirs, closeOnDealloc: false)
        process.standardInput = terminal
        process.standardOutput = terminal
        process.standardError = terminal
        try process.run()
        process.killIfStuck()
        return process
    }

    /// Starts the client, does what a person does at it, and waits until it has ended.
    ///
    /// - Returns: its exit status.
    @discardableResult
    func run(
        _ arguments: [String], password: String? = nil, locale: String? = nil,
        _ person: @escaping @Sendable () throws -> Void
    ) async throws -> CInt {
        let process = try start(arguments, password: password, locale: locale)
        return try await blocking {
            try person()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    func type(_ text: String) {
        Standard.write(text, to: ours)
    }

    /// Reads on until `text` has been drawn after what was waited for before.
    func wait(for text: String) throws {
        let end = ContinuousClock.now + .seconds(Patience.line)
        var bytes: [UInt8] = []
        while !taken(text) {
            var ready = pollfd(fd: ours, events: Int16(POLLIN), revents: 0)
            guard ContinuousClock.now < end, unsafe poll(&ready, 1, 1_000) >= 0 else {
                throw NotShown(text: text, instead: kept.withLock { $0.next })
            }
            guard ready.revents != 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = unsafe read(ours, &buffer, buffer.count)
            guard count > 0 else { throw NotShown(text: text, instead: kept.withLock { $0.next }) }
            bytes += buffer[..<count]
            // A letter may come in halves.
            guard let whole = String(validating: bytes, as: UTF8.self) else { continue }
            bytes = []
            kept.withLock { $0 = ($0.all + whole, $0.next + whole) }
        }
    }

    private func taken(_ text: String) -> Bool {
        kept.withLock { kept in
            let next = Array(kept.next.unicodeScalars)
            let wanted = Array(text.unicodeScalars)
            guard let found = next.firstRange(of: wanted) else { return false }
            kept.next = String(String.UnicodeScalarView(next[found.upperBound...]))
            return true
        }
    }

    private struct NotShown: Error { var text: String, instead: String }
}
