import Foundation

/// The certificates that a person has said yes to, one server a line: `host:port fingerprint`.
///
/// Lines that begin with `#`, and lines that cannot be read, are kept as they are.
public struct KnownServers: Equatable, Sendable {
    /// At most so many servers; the oldest line gives way. A person knows a handful.
    static let serversMax = 1_000

    private var lines: [String]

    /// Reads a list; an empty text is an empty list.
    public init(_ text: String = "") {
        lines = text.split(whereSeparator: \.isNewline).map(String.init)
    }

    /// The list as text, each line ended.
    public var text: String {
        lines.map { $0 + "\n" }.joined()
    }

    /// The certificate of the server that a person has said yes to, or nil when never asked.
    public func accepted(of server: Server) -> Fingerprint? {
        lines.lazy.reversed().compactMap { Self.read($0, server) }.first
    }

    /// Writes down that a person accepted this certificate; any earlier one of the server goes.
    public mutating func accept(_ fingerprint: Fingerprint, of server: Server) {
        lines.removeAll { Self.read($0, server) != nil }
        if lines.count >= Self.serversMax { lines.removeFirst() }
        lines.append("\(Self.key(server)) \(fingerprint)")
    }

    private static func key(_ server: Server) -> String {
        Server(host: server.host.lowercased(), port: server.port).description
    }

    private static func read(_ line: String, _ server: Server) -> Fingerprint? {
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0] == key(server) else { return nil }
        return Fingerprint(String(parts[1]))
    }
}

extension KnownServers {
    /// The list in a file; a file that is not there is an empty list.
    ///
    /// - Throws: when the file is there and cannot be read: asking again would then accept a
    ///   certificate that had changed.
    public init(contentsOf path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            self.init()
            return
        }
        self.init(try String(contentsOfFile: path, encoding: .utf8))
    }

    /// Writes the file whole, or leaves the old one; makes its folder, closed to others.
    public func write(to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
