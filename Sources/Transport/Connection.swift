import Glibc
import IRC
import Rooms
import TLS
import Wire

/// One slot of an event loop: the connection in it, or room for one.
///
/// It stays where it is in memory; nothing counts references to it.
struct Connection: ~Copyable {
    /// How far a connection has come.
    enum Stage: UInt8 {
        case free
        case handshaking
        /// Its greeting goes on; its centre is not known yet.
        case greeting
        /// It belongs to a centre.
        case open
        /// Nothing more is taken in or added; what waits is written, then it is closed.
        case leaving
        /// All is said; waiting for the peer to close, for closing on unread input loses our last
        /// words.
        case lingering
    }

    /// Counts the users of this slot; differs from every connection that has left.
    var generation: UInt32 = 0
    /// The lanes that it waits in: bit 0 the small one, bit 1 the large one. Outlives the
    /// connection.
    var lanes: UInt8 = 0

    var stage = Stage.free
    /// What epoll watches it for.
    var interest: Interest = []
    /// A write did not go through; epoll tells when to try again.
    var writeIsBlocked = false
    /// TLS must write before it can read on or shake hands; meanwhile input is not listened to, for
    /// it would be reported again and again.
    var readIsBlocked = false
    /// Its window or its budget is used up: not read from.
    var isPaused = false
    /// Listed to be read without word from epoll.
    var isResuming = false
    /// Was asked whether it is there, and has said nothing since.
    var isPinged = false
    /// Its silence is noticed soon: a session hangs on it.
    var isWatched = false
    /// It has been given more time to sign in, for it holds a code.
    var hasMoreTime = false
    /// The centre has let it in: from then on it may be silent, and is pinged.
    var isRegistered = false
    /// The peer has said all that it had to say, and is still being answered.
    var hasEnded = false

    var descriptor: Int32 = -1
    /// Which of the loop's centres it belongs to, or -1.
    var centre: Int32 = -1
    var outbox = Outbox()
    var tls: TLSConnection?
    var framer = Framer()
    var greeting: Greeting?
    /// What its centre says that it reads; nil before.
    var language: Language?
    /// Read but not parsed yet, for the window or the budget was used up.
    var held: [UInt8] = []
    var window = Window()
    var tokens = Tokens()
    /// When something last came from it, or was last taken to have.
    var heardAt: Int64 = 0
    /// When its stage ends, or it is to be pinged or given up.
    var due: Int64 = 0
    var address: NetworkAddress

    init(address: NetworkAddress) {
        self.address = address
    }
}

/// What became of one attempt to move bytes across the socket.
enum Crossing: Equatable {
    case moved(bytes: Int)
    /// Again once the descriptor is readable.
    case awaitsInput
    /// Again once the descriptor is writable.
    case awaitsOutput
    /// The peer has ended it in good order.
    case closed
    /// The network or TLS failed.
    case failed
}

extension Connection {
    /// What one write takes at most: one TLS record.
    static var recordBytes: Int { Outbox.pieceBytes }

    var isTalking: Bool { stage == .greeting || stage == .open }

    /// One step of the handshake.
    mutating func shakeHands() -> Crossing {
        do throws(TLSError) {
            return Crossing(try tls!.handshake())
        } catch {
            return .failed
        }
    }

    /// One read into `buffer`.
    mutating func receive(into buffer: InputBuffer) -> Crossing {
        guard tls != nil else {
            let descriptor = descriptor
            return buffer.withAll { span in
                unsafe span.withUnsafeMutableBytes { bytes in
                    unsafe Crossing(recv(descriptor, bytes.baseAddress, bytes.count, 0))
                }
            }
        }
        do throws(TLSError) {
            let step = try buffer.withAll { (span) throws(TLSError) in
                try tls!.read(into: &span)
            }
            return Crossing(step)
        } catch {
            return .failed
        }
    }

    /// One write from the outbox, at most a record; what was written still stands in the outbox.
    mutating func send() -> Crossing {
        guard tls != nil else { return sendPlain() }
        do throws(TLSError) {
            let step = try outbox.withFront(atMost: Self.recordBytes) { (span) throws(TLSError) in
                try tls!.write(span)
            }
            return Crossing(step)
        } catch {
            return .failed
        }
    }

    private func sendPlain() -> Crossing {
        let descriptor = descriptor
        let result = outbox.withFront(atMost: Self.recordBytes) { span in
            unsafe span.withUnsafeBytes { bytes in
                unsafe Glibc.send(
                    descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
        }
        let crossing = Crossing(result)
        return crossing == .awaitsInput ? .awaitsOutput : crossing
    }

    /// Whether bytes wait inside TLS that epoll cannot see.
    var hasHiddenInput: Bool {
        switch tls {
        case .none: false
        case .some(let conversation): conversation.hasBuffered
        }
    }
}

extension Crossing {
    init(_ step: Step) {
        self =
            switch step {
            case .done(let bytes): .moved(bytes: bytes)
            case .wantsRead: .awaitsInput
            case .wantsWrite: .awaitsOutput
            case .closed: .closed
            }
    }

    /// From what `recv` or `send` returned, with `errno` as it left it.
    init(_ result: Int) {
        if result > 0 {
            self = .moved(bytes: result)
        } else if result == 0 {
            self = .closed
        } else {
            self = errno == EAGAIN || errno == EINTR ? .awaitsInput : .failed
        }
    }
}
