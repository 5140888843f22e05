import Rooms

/// How a room's prefixes are written.
struct PrefixSign: Sendable {
    let prefix: Prefixes
    let sign: UInt8
    let letter: Character

    /// Highest first.
    static let each = [
        PrefixSign(prefix: .operator_, sign: UInt8(ascii: "@"), letter: "o"),
        PrefixSign(prefix: .halfOperator, sign: UInt8(ascii: "%"), letter: "h"),
        PrefixSign(prefix: .voice, sign: UInt8(ascii: "+"), letter: "v"),
    ]

    /// The highest sign, or with `multi-prefix` all of them.
    static func signs(_ prefixes: Prefixes, all: Bool) -> [UInt8] {
        let held = each.filter { prefixes.contains($0.prefix) }.map(\.sign)
        return all ? held : Array(held.prefix(1))
    }

    /// A STATUSMSG target's sign and the channel behind it; no prefixes when it has no sign.
    static func parted(_ target: ArraySlice<UInt8>) -> (above: Prefixes, name: ArraySlice<UInt8>) {
        guard let first = target.first, let sign = each.first(where: { $0.sign == first }) else {
            return ([], target)
        }
        return (sign.prefix, target.dropFirst())
    }
}
