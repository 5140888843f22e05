import CEpoll
import Glibc

/// A socket that listens, ready for an event loop.
///
/// Buffer size, TCP_NODELAY and keep-alive are set here, for an accepted socket inherits them: no
/// system call a connection.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let secure: Bool
    /// As bound, also when the system chose it.
    let port: UInt16

    init(_ listen: ListenAddress, sendBufferBytes: Int) throws(TransportError) {
        guard let address = NetworkAddress(listen.address) else { throw .notAnAddress(listen) }
        guard listen.secure || address.isLoopback else { throw .plainBeyondLoopback(listen) }
        descriptor = socket(address.family, Self.kind, 0)
        secure = listen.secure
        guard descriptor >= 0 else { throw .cannotListen(listen, code: errno) }
        Self.configure(descriptor, isIPv6: address.isIPv6, sendBufferBytes: sendBufferBytes)
        guard Self.bind(descriptor, address, listen.port), Glibc.listen(descriptor, 4_096) == 0
        else {
            let code = errno
            Glibc.close(descriptor)
            throw .cannotListen(listen, code: code)
        }
        port = Self.boundPort(descriptor)
    }

    func close() {
        Glibc.close(descriptor)
    }

    private static var kind: Int32 {
        Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    }

    private static func configure(_ descriptor: Int32, isIPv6: Bool, sendBufferBytes: Int) {
        set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
        set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
        set(descriptor, SOL_SOCKET, SO_SNDBUF, Int32(clamping: sendBufferBytes))
        set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        // One address family a socket, or `0.0.0.0` and `::` could not stand side by side.
        if isIPv6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(
            descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func bind(
        _ descriptor: Int32, _ address: NetworkAddress, _ port: UInt16
    ) -> Bool {
        let (storage, length) = address.socketAddress(port: port)
        return unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.bind(descriptor, $0, length) == 0
            }
        }
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        _ = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &length)
            }
        }
        // The port stands at the same place in both address families.
        return unsafe withUnsafeBytes(of: storage) {
            unsafe UInt16(bigEndian: $0.load(as: sockaddr_in.self).sin_port)
        }
    }
}
