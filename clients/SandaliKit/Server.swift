/// Where a server is: a host name or address, and a port.
public struct Server: Hashable, Sendable, CustomStringConvertible {
    /// The port of lines under TLS when none is named (RFC 7194 §2.2).
    public static let tlsPort: UInt16 = 6697
    /// The port of plain lines when none is named; only ever used on loopback.
    public static let plainPort: UInt16 = 6667

    /// A name (`sandali.example.org`) or an address without brackets (`::1`).
    public var host: String
    /// 1...65535; 0 connects to nothing.
    public var port: UInt16

    /// Neither is looked up or tried yet.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `host`, `host:port`, `192.0.2.7:6697`, `::1` or `[::1]:6697`.
    ///
    /// - Returns: nil when the host is empty or the port is not a number from 1 to 65535.
    public init?(_ text: String, defaultPort: UInt16 = Server.tlsPort) {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            let host = text[text.index(after: text.startIndex)..<close]
            self.init(host: host, rest: text[text.index(after: close)...], defaultPort)
        } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
            self.init(host: text[..<colon], rest: text[colon...], defaultPort)
        } else {
            self.init(host: text[...], rest: "", defaultPort)
        }
    }

    private init?(host: Substring, rest: Substring, _ defaultPort: UInt16) {
        guard !host.isEmpty, !host.utf8.contains(where: { $0 <= 0x20 || $0 == 0x2f }) else {
            return nil
        }
        if rest.isEmpty {
            self.init(host: String(host), port: defaultPort)
        } else {
            guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else {
                return nil
            }
            self.init(host: String(host), port: port)
        }
    }

    /// The form that `init(_:)` reads: `sandali.example.org:6697`, `[::1]:6697`.
    public var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
