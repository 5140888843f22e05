/// An address to listen on, as written: `0.0.0.0:6697`, `[::1]:6667`.
struct ListenSetting: Hashable, Sendable, CustomStringConvertible {
    /// Without brackets.
    let host: String
    /// 0: any free port.
    let port: UInt16

    var isIPv6: Bool { host.contains(":") }

    /// Whether only this machine can reach it.
    var isLoopback: Bool { isIPv6 ? host == "::1" : host.hasPrefix("127.") }

    var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Nil unless it is a numeric address with a port.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Self.decimal(text[text.index(after: colon)...], max: 65_535)
        else { return nil }
        let head = text[..<colon]
        if head.hasPrefix("["), head.hasSuffix("]") {
            host = String(head.dropFirst().dropLast())
            guard Self.isIPv6(host) else { return nil }
        } else {
            host = String(head)
            guard Self.isIPv4(host) else { return nil }
        }
        self.port = UInt16(port)
    }

    private static func isIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { decimal($0, max: 255) != nil }
    }

    /// Eight groups of up to four hexadecimal digits; `::` stands once for groups of zeros.
    private static func isIPv6(_ text: String) -> Bool {
        guard !text.contains(":::"), text.contains(":") else { return false }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return false }
        let groups = halves.flatMap { half in
            half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
        }
        let valid = groups.allSatisfy { group in
            (1...4).contains(group.utf8.count) && group.allSatisfy(\.isHexDigit)
        }
        return valid && (halves.count == 2 ? groups.count < 8 : groups.count == 8)
    }

    private static func decimal(_ text: Substring, max: Int) -> Int? {
        guard (1...5).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), number <= max
        else { return nil }
        return number
    }
}
