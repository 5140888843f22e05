import Glibc

/// An address that a socket can be connected to.
struct SocketAddress: Sendable {
    var storage: sockaddr_storage
    var length: socklen_t
    var family: CInt

    /// Whether it leads back to this machine: 127.0.0.0/8 or ::1.
    var isLoopback: Bool {
        var copy = storage
        return unsafe withUnsafeBytes(of: &copy) { bytes in
            switch family {
            case AF_INET: unsafe bytes[4] == 127
            case AF_INET6: unsafe bytes[8..<23].allSatisfy { $0 == 0 } && bytes[23] == 1
            default: false
            }
        }
    }
}

/// How far a read or a write has come.
enum IOStep: Equatable {
    case done(Int)
    case wantsRead
    case wantsWrite
    case ended(Disconnect)
}

/// The few socket calls that a client needs, on non-blocking descriptors; the one place of this
/// module that hands pointers to C.
enum Socket {
    /// The addresses of a host, in the order to try them. Blocks while a name is looked up.
    ///
    /// - Returns: an empty array when there is none.
    static func addresses(of server: Server) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(server.host, String(server.port), &hints, &list) == 0 else {
            return []
        }
        defer { unsafe freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            unsafe found.append(copy(of: entry.pointee))
            unsafe next = entry.pointee.ai_next
        }
        return found
    }

    private static func copy(of entry: addrinfo) -> SocketAddress {
        var storage = sockaddr_storage()
        let length = unsafe min(Int(entry.ai_addrlen), MemoryLayout<sockaddr_storage>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.copyMemory(
                from: UnsafeRawBufferPointer(start: entry.ai_addr, count: length))
        }
        return unsafe SocketAddress(
            storage: storage, length: entry.ai_addrlen, family: entry.ai_family)
    }

    /// A descriptor on its way to `address`; it is writable once it is there or has failed.
    static func connect(to address: SocketAddress) throws(Failure) -> CInt {
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw Failure(errno: errno) }
        setOption(IPPROTO_TCP, TCP_NODELAY, on: descriptor)
        setOption(SOL_SOCKET, SO_KEEPALIVE, on: descriptor)
        var copy = address.storage
        let result = unsafe withUnsafePointer(to: &copy) { storage in
            unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, address.length)
            }
        }
        let why = errno
        guard result == 0 || why == EINPROGRESS else {
            Glibc.close(descriptor)
            throw Failure(errno: why)
        }
        return descriptor
    }

    struct Failure: Error { var errno: CInt }

    private static func setOption(_ level: Int, _ name: CInt, on descriptor: CInt) {
        setOption(CInt(level), name, on: descriptor)
    }

    private static func setOption(_ level: CInt, _ name: CInt, on descriptor: CInt) {
        var yes: CInt = 1
        _ = unsafe setsockopt(descriptor, level, name, &yes, socklen_t(MemoryLayout<CInt>.size))
    }

    /// How the attempt to connect ended: 0, or the errno of its failure.
    static func outcome(of descriptor: CInt) -> CInt {
        var why: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        let result = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &why, &length)
        return result == 0 ? why : errno
    }

    /// Makes the coming close a reset: what is unsent is dropped, the peer is told at once.
    static func makeCloseAbrupt(_ descriptor: CInt) {
        var now = linger(l_onoff: 1, l_linger: 0)
        let length = socklen_t(MemoryLayout<linger>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, length)
    }

    static func read(_ descriptor: CInt, into buffer: inout [UInt8]) -> IOStep {
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return .done(count) }
        if count == 0 { return .ended(.byServer(words: nil)) }
        return isOnlyBusy(errno) ? .wantsRead : .ended(.cutOff(errno: errno))
    }

    static func write(_ descriptor: CInt, _ bytes: ArraySlice<UInt8>) -> IOStep {
        let count = unsafe bytes.withUnsafeBytes {
            unsafe send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
        }
        if count >= 0 { return .done(count) }
        return isOnlyBusy(errno) ? .wantsWrite : .ended(.cutOff(errno: errno))
    }

    private static func isOnlyBusy(_ why: CInt) -> Bool {
        why == EAGAIN || why == EWOULDBLOCK || why == EINTR
    }
}
