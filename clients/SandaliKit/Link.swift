internal import Glibc
internal import TLS

/// The way of the bytes: a socket, with TLS on it or bare.
struct Link: ~Copyable {
    let descriptor: CInt
    private var tls: TLSConnection?

    /// A bare socket.
    init(plain descriptor: CInt) {
        self.descriptor = descriptor
        tls = nil
    }

    init(_ tls: consuming TLSConnection?, descriptor: CInt) {
        self.descriptor = descriptor
        self.tls = tls
    }

    /// Goes on with the TLS handshake; `.done` when it is over.
    mutating func handshake() throws(TLSError) -> IOStep {
        IOStep(try tls?.handshake() ?? .done(bytes: 0))
    }

    /// The SHA-256 of the server's certificate, once the handshake is done.
    var fingerprint: Fingerprint? {
        switch tls {
        case .some(let tls): tls.peerFingerprint.flatMap { Fingerprint(bytes: $0) }
        case nil: nil
        }
    }

    mutating func read(into buffer: inout [UInt8]) -> IOStep {
        guard tls != nil else { return Socket.read(descriptor, into: &buffer) }
        do throws(TLSError) {
            var span = buffer.mutableSpan
            return IOStep(try tls?.read(into: &span) ?? .closed)
        } catch {
            return .ended(Disconnect(error))
        }
    }

    mutating func write(_ bytes: ArraySlice<UInt8>) -> IOStep {
        guard tls != nil else { return Socket.write(descriptor, bytes) }
        do throws(TLSError) {
            return IOStep(try tls?.write(bytes.span) ?? .closed)
        } catch {
            return .ended(Disconnect(error))
        }
    }

    /// Says goodbye as far as that goes without waiting.
    mutating func farewell() {
        // A goodbye that cannot be said changes nothing: the descriptor is closed next.
        _ = try? tls?.shutdown()
    }
}

extension IOStep {
    init(_ step: Step) {
        self =
            switch step {
            case .done(let bytes): .done(bytes)
            case .wantsRead: .wantsRead
            case .wantsWrite: .wantsWrite
            case .closed: .ended(.byServer(words: nil))
            }
    }
}

extension Disconnect {
    init(_ error: TLSError) {
        self =
            switch error {
            case .linkBroken(let errno): .cutOff(errno: errno)
            default: .tlsFailed(why: "\(error)")
            }
    }
}
