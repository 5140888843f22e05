import Wire

/// Which client-only tags are passed on (CLIENTTAGDENY).
///
///     *,-typing,-react     none but these two
///     draft/unreact        all but this one
///
/// - Source: IRCv3 message-tags, "CLIENTTAGDENY".
struct ClientTagRules: Sendable {
    /// The token's value; empty where everything is passed on.
    let text: String
    private let deniesOthers: Bool
    private let denied: Set<[UInt8]>
    private let allowed: Set<[UInt8]>

    /// - Parameter names: without `+`; `*` for all, a leading `-` for an exception.
    init(_ names: [String]) {
        text = names.joined(separator: ",")
        deniesOthers = names.contains("*")
        denied = Set(names.filter { $0.first != "-" }.map { Array($0.utf8) })
        allowed = Set(names.filter { $0.first == "-" }.map { Array($0.dropFirst().utf8) })
    }

    /// - Parameter name: without `+`.
    func allows(_ name: ArraySlice<UInt8>) -> Bool {
        if text.isEmpty { return true }
        let name = Array(name)
        return !allowed.isDisjoint(with: [name]) || !deniesOthers && !denied.contains(name)
    }
}

extension Turn {
    /// The client-only tags of the message, as written, without those that are not for others.
    var clientTags: ArraySlice<UInt8> {
        guard message.hasTags, held.contains(.messageTags) else { return [] }
        var kept: [UInt8] = []
        message.forEachTag { key, value in
            guard key.first == UInt8(ascii: "+"), tagRules?.allows(key.dropFirst()) ?? true,
                isPassedOn(key, value)
            else { return }
            if !kept.isEmpty { kept.append(UInt8(ascii: ";")) }
            kept += key
            if let value, !value.isEmpty {
                kept.append(UInt8(ascii: "="))
                kept += value
            }
        }
        return kept[...]
    }

    /// Whether every client-only tag of the message is one that is not passed on.
    var isAllDenied: Bool {
        var has = false
        message.forEachTag { key, _ in has = has || key.first == UInt8(ascii: "+") }
        return has && clientTags.isEmpty
    }
}
