import Testing

@testable import Secrets

@Suite struct SCRAMSecretTests {
    /// The exchange of RFC 7677 §3.
    static let first = "n=user,r=rOprNGfwEbeRWgbNEkqO"
    static let nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    static let signed =
        "\(first),r=\(nonce),s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=\(nonce)"

    private static func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.count, by: 2).map { at in
            let start = hex.index(hex.startIndex, offsetBy: at)
            return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16) ?? 0
        }
    }

    /// W22ZaJ0SNY7soEsUEjb6gQ==, dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ= and
    /// 6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=.
    static let salt = bytes("5b6d99689d12358eeca04b141236fa81")
    static let proof = bytes("747cdb65aa56224e2352137e52d7bdcad6a0f738df30782caa69a2cfb0277554")
    static let server = bytes("eabae24d1062db75a9451ff0b6ea7e98c8546549ff741e672d3251b2397de46e")

    private func signature(_ password: String, _ proof: [UInt8]) throws -> [UInt8]? {
        let secret = try SCRAMSecret(
            password: Array(password.utf8).span, salt: Self.salt, iterations: 4096)
        return SCRAMSecret.signature(
            for: proof, over: Array(Self.signed.utf8), storedKey: secret.storedKey,
            serverKey: secret.serverKey)
    }

    @Test func `a proof and the answer to it are those of RFC 7677`() throws {
        #expect(try signature("pencil", Self.proof) == Self.server)
    }

    @Test func `a proof with another password, or another proof, is none`() throws {
        #expect(try signature("pencils", Self.proof) == nil)
        #expect(try signature("pencil", Self.proof.reversed()) == nil)
        #expect(try signature("pencil", Array(Self.proof.dropLast())) == nil)
    }

    @Test func `a secret is stored in 85 bytes with a salt of its own, and shows nothing`() throws {
        let one = try SCRAMSecret(password: Array("pencil".utf8).span)
        let other = try SCRAMSecret(password: Array("pencil".utf8).span)
        #expect(one.encoded.count == 85)
        #expect(one.encoded.prefix(5) == [1, 0, 4, 0xba, 0xf0])
        #expect(one.salt != other.salt)
        #expect(one.storedKey != other.storedKey)
        #expect("\(one)" == "‹private›")
    }
}
