import Rooms
import Wire

/// The server's side of SCRAM-SHA-256, without its hashes.
///
/// - Source: RFC 5802 §5 and §7; RFC 7677.
enum SCRAM {
    /// What is said of accounts that there are not: as many as are made today.
    static let pretendedIterations: UInt32 = 310_000

    /// What a client says first.
    struct First: Equatable, Sendable {
        /// As given, unescaped; with any `@centre`.
        let name: [UInt8]
        /// The header about channel binding, which comes again in the end.
        let header: [UInt8]
        /// The rest of the message, which is signed.
        let bare: [UInt8]
        let nonce: [UInt8]

        /// Nil for what is no such message, for channel binding, for extensions that must be
        /// understood, and for whoever signs in for somebody else.
        init?(_ message: [UInt8]) {
            let parts = message.split(
                separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3,
                parts[0].elementsEqual([UInt8(ascii: "n")])
                    || parts[0].elementsEqual([UInt8(ascii: "y")])
            else { return nil }
            let fields = parts[2].split(
                separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard fields.count >= 2, let name = SCRAM.value("n", fields[0]),
                let nonce = SCRAM.value("r", fields[1]), SCRAM.isNonce(nonce),
                let unescaped = SCRAM.unescaped(name), !unescaped.isEmpty
            else { return nil }
            if !parts[1].isEmpty {
                let authorised = SCRAM.value("a", parts[1]).flatMap { SCRAM.unescaped($0) }
                guard authorised == unescaped else { return nil }
            }
            self.name = unescaped
            self.nonce = Array(nonce)
            bare = Array(parts[2])
            header = Array(message.prefix(message.count - parts[2].count))
        }
    }

    /// What has been said before the proof.
    struct Conversation: Equatable, Sendable {
        let first: First
        /// Both nonces in one.
        let nonce: [UInt8]
        /// What the server has said.
        let challenge: [UInt8]
        let account: AccountID?
        /// Nil where there is no such account, or none that can sign in so.
        let secret: Secret?
        /// What the account that was named is found by, whether there is one or not.
        let claimed: NameKey

        /// The proof in a client's last message, with what it signs.
        func proof(_ message: [UInt8]) -> Proof? {
            let fields = message.split(
                separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            guard fields.count >= 3, let binding = SCRAM.value("c", fields[0]),
                Base64.decode(binding) == first.header, let given = SCRAM.value("r", fields[1]),
                given.elementsEqual(nonce), let last = fields.last,
                let written = SCRAM.value("p", last), let proof = Base64.decode(written),
                proof.count == 32
            else { return nil }
            let unsigned = message.prefix(message.count - last.count - 1)
            let comma = [UInt8(ascii: ",")]
            return Proof(
                account: account, secret: secret, claimed: claimed, bytes: proof,
                signed: first.bare + comma + challenge + comma + unsigned)
        }
    }

    /// A proof that somebody knows a password, not yet checked.
    struct Proof: Equatable, Sendable {
        let account: AccountID?
        let secret: Secret?
        let claimed: NameKey
        let bytes: [UInt8]
        /// What it was made over (RFC 5802 "AuthMessage").
        let signed: [UInt8]
    }

    /// What is stored of a password: 85 bytes, a version before all.
    struct Secret: Equatable, Sendable {
        static let saltBytes = 16
        let iterations: UInt32
        let salt: [UInt8]
        let storedKey: [UInt8]
        let serverKey: [UInt8]

        /// What `SCRAMSecret` of the module Secrets has encoded, or nil.
        init?(encoded bytes: [UInt8]) {
            guard bytes.count == 85, bytes[0] == 1 else { return nil }
            iterations = bytes[1..<5].reduce(0) { $0 << 8 | UInt32($1) }
            salt = Array(bytes[5..<21])
            storedKey = Array(bytes[21..<53])
            serverKey = Array(bytes[53...])
        }
    }

    /// The value of `letter=value`.
    static func value(_ letter: Unicode.Scalar, _ field: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard field.count >= 2, field.first == UInt8(ascii: letter),
            field.dropFirst().first == UInt8(ascii: "=")
        else { return nil }
        return field.dropFirst(2)
    }

    /// Printable ASCII without a comma (RFC 5802 §7, "nonce"), at least one, and not without end.
    private static func isNonce(_ bytes: ArraySlice<UInt8>) -> Bool {
        1...Limit.scramNonceBytes ~= bytes.count && bytes.allSatisfy { 0x21...0x7e ~= $0 }
    }

    /// A name with `=2C` for a comma and `=3D` for `=`; nil for any other `=`.
    private static func unescaped(_ name: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = name
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            switch rest.prefix(2).map(\.self) {
            case Array("2C".utf8): bytes.append(UInt8(ascii: ","))
            case Array("3D".utf8): bytes.append(UInt8(ascii: "="))
            default: return nil
            }
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
