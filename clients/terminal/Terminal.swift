import Glibc
import Synchronization

/// The terminal that the program was started in.
enum Terminal {
    /// Whether a person sits at both ends.
    static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// How the terminal was before, while it is raw. It must be given back as it was found, however
    /// the program ends.
    private static let found = Mutex<termios?>(nil)

    /// Keys come one by one, unseen, signals' keys too; nothing changes when it is raw already.
    static func makeRaw() {
        found.withLock { found in
            guard found == nil else { return }
            var manners = termios()
            guard unsafe tcgetattr(STDIN_FILENO, &manners) == 0 else { return }
            found = manners
            manners.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
            manners.c_iflag &= ~tcflag_t(IXON | ICRNL | BRKINT | INPCK | ISTRIP)
            _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &manners)
        }
        atexit { Terminal.restore() }
    }

    static func restore() {
        found.withLock { found in
            guard var manners = found else { return }
            found = nil
            _ = unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &manners)
        }
    }

    static var columns: Int {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 80
        }
        return Int(size.ws_col)
    }
}

/// Bytes in and out of the program.
enum Standard {
    /// Writes all; a reader that has gone is the same as one that has read everything.
    ///
    /// - Returns: false when nobody reads any more.
    @discardableResult
    static func write(_ text: String, to descriptor: CInt = STDOUT_FILENO) -> Bool {
        write(Array(text.utf8), to: descriptor)
    }

    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: CInt = STDOUT_FILENO) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes[sent...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 { sent += count } else if errno != EINTR, errno != EAGAIN { return false }
        }
        return true
    }

    /// What comes on the standard input, in pieces; empty at its end. Blocks its caller.
    static func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = unsafe Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count >= 0 { return Array(buffer[..<count]) }
            if errno != EINTR { return [] }
        }
    }
}

extension Standard {
    /// Writes whole lines; on a terminal they are broken between words.
    static func say(_ text: String, to descriptor: CInt = STDOUT_FILENO) {
        let isSeen = isatty(descriptor) == 1
        write((isSeen ? Columns.flowed(text, to: Terminal.columns) : text) + "\n", to: descriptor)
    }
}

/// The time of day on this machine, as `18:30`.
func localClock(_ milliseconds: Int64?) -> String {
    var seconds = milliseconds.map { time_t($0 / 1_000) } ?? time(nil)
    var parts = unsafe tm()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return "--:--" }
    func two(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return unsafe two(parts.tm_hour) + ":" + two(parts.tm_min)
}

/// The time of day on this machine, in milliseconds since 1970.
func currentMilliseconds() -> Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
}
