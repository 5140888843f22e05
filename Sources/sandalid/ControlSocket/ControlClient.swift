import Glibc

/// Asks the running server over its control socket.
struct ControlClient {
    let path: String
    /// Seconds to wait for an answer: a password may wait for its turn to be hashed.
    var patience = 60

    /// What the server answered, or nil when no server answers at the path.
    ///
    /// - Throws: when the socket is there and the talk fails half-way; what was asked may have
    ///   been done.
    func ask(_ command: AdminCommand) throws(SocketError) -> AdminReply? {
        let descriptor: Int32
        do {
            descriptor = try UnixSocket.connect(to: path)
        } catch {
            guard [ENOENT, ECONNREFUSED].contains(error.code) else { throw error }
            return nil
        }
        defer { close(descriptor) }
        UnixSocket.setPatience(of: descriptor, seconds: patience)
        try UnixSocket.write(command.line + "\n", to: descriptor)
        return try answer(from: descriptor)
    }

    private func answer(from descriptor: Int32) throws(SocketError) -> AdminReply {
        var bytes: [UInt8] = []
        while let more = try UnixSocket.read(from: descriptor, waiting: true), !more.isEmpty {
            bytes += more
        }
        var rows: [String] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            if line == "END" { return .done(rows) }
            if line.hasPrefix("ERROR ") { return .refused(String(line.dropFirst(6))) }
            rows.append(String(line.dropFirst(2)))
        }
        throw SocketError(call: "read", code: ECONNRESET)
    }
}
