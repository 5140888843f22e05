import Rooms
import Wire

/// Which client-only tags are passed on (CLIENTTAGDENY).
///
///     *,-typing,-react     none but these two
///     draft/unreact        all but this one
///
/// - Source: IRCv3 message-tags, "CLIENTTAGDENY".
struct ClientTagRules: Sendable {
    /// What is passed on in the `support` policy where the configuration does not say: signs, and
    /// no words. Tags alone are in no log, so words in them could be neither held back nor found.
    static let signs = [
        "*", "-draft/react", "-draft/reply", "-draft/unreact", "-react", "-reply",
        "-sandali.chat/id", "-sandali.chat/written", "-typing", "-unreact",
    ]

    /// The token's value; empty where everything is passed on.
    let text: String
    private let deniesOthers: Bool
    private let denied: Set<[UInt8]>
    private let allowed: Set<[UInt8]>
    /// The longest value that is passed on, as it is written.
    private let valueBytes: Int

    /// - Parameter names: without `+`; `*` for all, a leading `-` for an exception.
    init(_ names: [String], _ policy: Policy) {
        let names = names.isEmpty && policy == .support ? Self.signs : names
        valueBytes = policy == .support ? Limit.signBytes : Int.max
        text = names.joined(separator: ",")
        deniesOthers = names.contains("*")
        denied = Set(names.filter { $0.first != "-" }.map { Array($0.utf8) })
        allowed = Set(names.filter { $0.first == "-" }.map { Array($0.dropFirst().utf8) })
    }

    /// - Parameter name: without `+`.
    func allows(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>?) -> Bool {
        if (value?.count ?? 0) > valueBytes { return false }
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
            guard key.first == UInt8(ascii: "+"), tagRules?.allows(key.dropFirst(), value) ?? true,
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

    /// Tags without words are passed on and forgotten, but for those that change how a text is
    /// shown, and those that ask to stay.
    var lastingTags: Saying.Manner? {
        let lasting = ["draft/persist", "draft/react", "draft/unreact"]
        var stays = false
        message.forEachTag { key, _ in
            stays = stays || lasting.contains { $0.utf8.elementsEqual(key.dropFirst()) }
        }
        return stays && !clientTags.isEmpty ? .tags : nil
    }

    /// Whether every client-only tag of the message is one that is not passed on.
    var isAllDenied: Bool {
        var has = false
        message.forEachTag { key, _ in has = has || key.first == UInt8(ascii: "+") }
        return has && clientTags.isEmpty
    }
}
