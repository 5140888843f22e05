import Glibc

/// A call to the system that failed, and why.
struct SocketError: Error, Equatable, CustomStringConvertible {
    let call: String
    let code: Int32

    var description: String {
        let why = "\(call): \(systemWords(code))"
        guard call == "connect", code == EACCES else { return why }
        return "The server's socket is for root and its own user: say it with sudo. (\(why))"
    }

    /// The failure that the last call has left in `errno`.
    static func last(_ call: String) -> SocketError {
        SocketError(call: call, code: errno)
    }
}

/// Unix stream sockets, as far as the control socket needs them. Descriptors close on exec.
enum UnixSocket {
    /// A listening socket that only its owner may reach.
    ///
    /// A socket that nobody answers any more is replaced; a living one is left alone.
    ///
    /// - Throws: `EADDRINUSE` when a server answers there already.
    static func listen(at path: String) throws(SocketError) -> Int32 {
        if let other = try living(at: path) {
            close(other)
            throw SocketError(call: "bind", code: EADDRINUSE)
        }
        unsafe unlink(path)
        let descriptor = try open()
        // Before it has a name: between bind and chmod somebody could come in, and umask is the
        // whole process's. Linux gives the file the mode that the socket has by then.
        fchmod(descriptor, 0o600)
        let bound = unsafe withAddress(of: path) { unsafe bind(descriptor, $0, $1) }
        guard bound == 0, Glibc.listen(descriptor, 16) == 0 else {
            let error = SocketError.last("bind")
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// A connection to the server that listens there.
    static func connect(to path: String) throws(SocketError) -> Int32 {
        let descriptor = try open()
        guard unsafe withAddress(of: path, { unsafe Glibc.connect(descriptor, $0, $1) }) == 0 else {
            let error = SocketError.last("connect")
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The next one who wants to come in, or nil when they left or no descriptor is free.
    static func accept(from listener: Int32) -> Int32? {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }

    /// Who is at the other end, as the kernel knows it.
    static func peerUser(of descriptor: Int32) -> uid_t? {
        // `struct ucred`, which the C library hides behind _GNU_SOURCE.
        var credentials: (process: pid_t, user: uid_t, group: gid_t) = (0, 0, 0)
        var length = socklen_t(MemoryLayout.size(ofValue: credentials))
        let result = unsafe getsockopt(
            descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
        return result == 0 ? credentials.user : nil
    }

    /// How long one read and one write may wait for the other end.
    static func setPatience(of descriptor: Int32, seconds: Int) {
        var span = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &span, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &span, size)
    }

    /// Whole, or not at all within the patience set.
    static func write(_ text: String, to descriptor: Int32) throws(SocketError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { bytes in
                unsafe send(
                    descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            if sent < 0, errno == EINTR { continue }
            guard sent > 0 else { throw .last("write") }
            rest = rest.dropFirst(sent)
        }
    }

    /// What has come, at most 4 KiB; empty at the end, nil when nothing is there yet.
    static func read(from descriptor: Int32, waiting: Bool) throws(SocketError) -> [UInt8]? {
        while true {
            var count = 0
            let flags = waiting ? 0 : Int32(MSG_DONTWAIT)
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
                count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, flags)
                filled = max(count, 0)
            }
            if count >= 0 { return bytes }
            if errno == EINTR { continue }
            if errno == EAGAIN, !waiting { return nil }
            throw .last("read")
        }
    }

    /// A connection to whoever answers there, or nil when nobody does.
    private static func living(at path: String) throws(SocketError) -> Int32? {
        do {
            return try connect(to: path)
        } catch {
            guard [ENOENT, ECONNREFUSED].contains(error.code) else { throw error }
            return nil
        }
    }

    private static func open() throws(SocketError) -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { throw .last("socket") }
        return descriptor
    }

    /// -1 with `ENAMETOOLONG` when the path does not fit: the kernel takes 107 bytes.
    private static func withAddress(
        of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < room else {
            errno = ENAMETOOLONG
            return -1
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
            unsafe $0.copyBytes(from: path.utf8)
        }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { rebound in
                unsafe body(rebound, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
