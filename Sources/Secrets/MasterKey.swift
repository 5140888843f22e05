/// The key under which a centre's own keys are kept: 32 bytes of chance, in a file of its own.
///
/// It seals nothing by itself: what seals is derived from it, one key for each purpose, so that
/// none of them tells of another.
/// - Source: RFC 5869 §2.3, with one block.
public struct MasterKey: Equatable, Sendable {
    private let bytes: [UInt8]

    /// What its file begins with.
    private static let title = "sandali-master-1"

    /// A new one.
    ///
    /// - Throws: `.noRandomness`.
    public static func random() throws(SecretsError) -> MasterKey {
        MasterKey(bytes: try Random.bytes(32))
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The one that `text` gave, or nil for anything else: the check digits find a slip in
    /// copying it from paper.
    ///
    /// - Parameter text: white space around it does not matter.
    public init?(text: [UInt8]) {
        let words = text.split { $0 <= UInt8(ascii: " ") }
        guard words.count == 3, words[0].elementsEqual(Self.title.utf8),
            let bytes = Hexadecimal.bytes(words[1]), bytes.count == 32,
            let check = Hexadecimal.bytes(words[2]), check.count == Self.checkBytes
        else { return nil }
        self.init(bytes: bytes)
        guard self.check.elementsEqual(check) else { return nil }
    }

    /// What stands in its file: one line, in letters and digits, so that it can be written down.
    public var text: [UInt8] {
        Array("\(Self.title) \(Hexadecimal.text(bytes)) \(Hexadecimal.text(Array(check)))\n".utf8)
    }

    private static let checkBytes = 4

    private var check: ArraySlice<UInt8> {
        key(for: "check", of: []).prefix(Self.checkBytes)
    }

    /// Tells one master key from another, and nothing else of it; 16 bytes.
    public var mark: [UInt8] { Array(key(for: "mark", of: []).prefix(16)) }

    /// The key for one purpose, 32 bytes.
    ///
    /// - Parameters:
    ///   - purpose: a name of it that no other purpose has.
    ///   - context: whose it is; a centre's id.
    public func key(for purpose: StaticString, of context: [UInt8]) -> [UInt8] {
        let label = Array("sandali \(purpose)".utf8) + [0] + context + [1]
        return HMACSHA256.tag(of: label.span, key: bytes.span)
    }
}

extension MasterKey: CustomStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "‹private›" }

    /// Without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Bytes as small digits, two each.
enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil unless these are pairs of digits.
    static func bytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        var rest = text
        while let high = rest.popFirst().flatMap(value), let low = rest.popFirst().flatMap(value) {
            bytes.append(high << 4 | low)
        }
        return bytes.count * 2 == text.count ? bytes : nil
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
