import Glibc
import Testing

@testable import Secrets

@Suite struct PasswordTests {
    /// Small enough for a test, made as any other.
    let quick = Scrypt.Cost(logN: 4, r: 1, p: 1)
    let password = Array("кӯҳи баланд".utf8)

    @Test(arguments: [
        // RFC 7914 §12; the fourth would take 1 GiB.
        (
            "", "", Scrypt.Cost(logN: 4, r: 1, p: 1),
            "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", Scrypt.Cost(logN: 10, r: 8, p: 16),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        ),
        (
            "pleaseletmein", "SodiumChloride", Scrypt.Cost(logN: 14, r: 8, p: 1),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ])
    func `scrypt gives what RFC 7914 gives`(
        password: String, salt: String, cost: Scrypt.Cost, key: String
    ) throws {
        let made = try Scrypt.derive(
            Array(password.utf8).span, Array(salt.utf8).span, cost, count: 64)
        #expect(made == hex(key))
    }

    @Test func `a password is known again, and no other is`() throws {
        let hash = try Scrypt.hash(password.span)
        #expect(try opens(password, hash))
        #expect(try !opens(Array("кӯҳи паст".utf8), hash))
        #expect(try !opens([], hash))
    }

    @Test func `a hash comes back whole from its bytes, with its own cost`() throws {
        let hash = try Scrypt.hash(password.span, cost: quick)
        let again = try #require(PasswordHash(encoded: hash.encoded))
        #expect(again == hash)
        #expect(hash.encoded.count == 52)
        #expect(Array(hash.encoded[..<4]) == [1, 4, 1, 1])
        #expect(try opens(password, again))
    }

    @Test func `the same password is stored differently each time`() throws {
        let one = try Scrypt.hash(password.span, cost: quick)
        let other = try Scrypt.hash(password.span, cost: quick)
        #expect(one.salt != other.salt)
        #expect(one.digest != other.digest)
    }

    @Test func `no password opens an account that does not exist`() throws {
        let salt = PasswordHash.decoy.salt
        let decoy = try Scrypt.derive(password.span, salt.span, .standard, count: 32)
        #expect(decoy != PasswordHash.decoy.digest)
        #expect(try !opens(password, nil))
    }

    @Test func `an account that does not exist takes as long as one that does`() throws {
        let hash = try Scrypt.hash(password.span)
        var (known, unknown) = (Double.infinity, Double.infinity)
        for _ in 0..<3 {
            known = min(known, try work { _ = try opens([1], hash) })
            unknown = min(unknown, try work { _ = try opens([1], nil) })
        }
        #expect(unknown > known / 2)
        #expect(unknown < known * 2)
    }

    @Test(arguments: [[], [1], [3, 14, 8, 5], [1, 0, 8, 5], [1, 24, 32, 1], [1, 14, 0, 5]])
    func `bytes that are no hash, or one that would eat the machine, are refused`(
        head: [UInt8]
    ) {
        #expect(PasswordHash(encoded: head + [UInt8](repeating: 0, count: 48)) == nil)
    }

    @Test func `a hash that would take too much memory is never begun`() {
        #expect(throws: SecretsError.tooCostly) {
            try Scrypt.hash(password.span, cost: Scrypt.Cost(logN: 20, r: 8, p: 1))
        }
    }

    private func opens(_ password: [UInt8], _ hash: PasswordHash?) throws -> Bool {
        try Scrypt.verify(password.span, against: hash)
    }

    /// Seconds of this thread's processor time: what other tests do beside does not count.
    private func work(_ task: () throws -> Void) rethrows -> Double {
        let start = spent()
        try task()
        return spent() - start
    }

    private func spent() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
