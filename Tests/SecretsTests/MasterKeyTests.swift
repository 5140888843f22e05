import Testing

@testable import Secrets

@Suite struct MasterKeyTests {
    @Test func `a master key can be written down and read again`() throws {
        let key = try MasterKey.random()
        #expect(MasterKey(text: key.text) == key)
        #expect(MasterKey(text: [32, 10] + key.text + [10]) == key)
        #expect("\(key)" == "‹private›")
    }

    @Test func `a slip in copying it is found`() throws {
        let text = try MasterKey.random().text
        for index in text.indices.dropFirst(16).dropLast() where text[index] != 32 {
            var bent = text
            bent[index] = bent[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            #expect(MasterKey(text: bent) == nil)
        }
        #expect(MasterKey(text: []) == nil)
        #expect(MasterKey(text: Array(text.dropLast(3))) == nil)
    }

    @Test func `what is derived differs by purpose, by centre and by key`() throws {
        let (one, other) = (try MasterKey.random(), try MasterKey.random())
        let keys = [
            one.key(for: "wrap", of: [1]), one.key(for: "wrap", of: [2]),
            one.key(for: "pepper", of: [1]), other.key(for: "wrap", of: [1]), one.mark,
        ]
        #expect(Set(keys).count == 5)
        #expect(one.key(for: "wrap", of: [1]) == keys[0])
    }
}

@Suite struct SealingKeyTests {
    let nonce: [UInt8] = Array(1...12)
    let place: [UInt8] = [0, 0, 0, 42]

    /// Sealed behind other bytes, which stay as they are.
    private func sealed(_ key: SealingKey, _ text: [UInt8]) throws -> [UInt8] {
        var bytes = [7, 7, 7] + text
        try key.seal(&bytes, from: 3, place: place.span, nonce: nonce.span)
        #expect(bytes.prefix(3) == [7, 7, 7])
        return Array(bytes.dropFirst(3))
    }

    @Test func `one key seals what the plain AES-GCM seals, again and again`() throws {
        let bytes = [UInt8](repeating: 9, count: 32)
        let key = try SealingKey(key: bytes)
        for text in ["", "салом", "and more"].map({ Array($0.utf8) }) {
            let whole = try AESGCM(key: bytes).seal(text.span, place: place.span, nonce: nonce)
            let own = try sealed(key, text)
            #expect(own == Array(whole.dropFirst(12)))
            let opened = try key.open(own.span, place: place.span, nonce: nonce.span)
            #expect(opened == text)
        }
    }

    @Test func `what was changed, moved or cut is not opened, and the key still works`() throws {
        let key = try SealingKey(key: [UInt8](repeating: 9, count: 32))
        let whole = try sealed(key, [1, 2, 3, 4, 5])
        for index in whole.indices {
            var bent = whole
            bent[index] ^= 1
            #expect(throws: SecretsError.tampered) {
                try key.open(bent.span, place: place.span, nonce: nonce.span)
            }
        }
        #expect(throws: SecretsError.tampered) {
            try key.open(whole.span, place: [0, 0, 0, 43].span, nonce: nonce.span)
        }
        #expect(throws: SecretsError.tampered) {
            try key.open(Array(whole.prefix(9)).span, place: place.span, nonce: nonce.span)
        }
        #expect(try key.open(whole.span, place: place.span, nonce: nonce.span) == [1, 2, 3, 4, 5])
        #expect(throws: SecretsError.wrongKeyLength(bytes: 3)) { try SealingKey(key: [1, 2, 3]) }
    }
}

@Suite struct PassphraseTests {
    let quick = Scrypt.Cost(logN: 4, r: 1, p: 1)
    let passphrase = Array("ten words on a slip of paper".utf8)

    @Test func `a passphrase opens what it sealed, and nothing else does`() throws {
        let sealed = try PassphraseSeal.seal([1, 2, 3], passphrase: passphrase.span, cost: quick)
        #expect(try PassphraseSeal.open(sealed, passphrase: passphrase.span) == [1, 2, 3])
        #expect(throws: SecretsError.tampered) {
            try PassphraseSeal.open(sealed, passphrase: [1, 2].span)
        }
        #expect(throws: SecretsError.tampered) {
            try PassphraseSeal.open(Array(sealed.dropLast()), passphrase: passphrase.span)
        }
    }

    @Test func `a peppered hash is checked with its pepper alone`() throws {
        let pepper = [UInt8](repeating: 3, count: 32)
        let hash = try Scrypt.hash(passphrase.span, cost: quick, pepper: pepper)
        #expect(try Scrypt.verify(passphrase.span, against: hash, pepper: pepper))
        #expect(try !Scrypt.verify(passphrase.span, against: hash))
        #expect(try !Scrypt.verify(passphrase.span, against: hash, pepper: [1]))
        #expect(try !Scrypt.verify([1].span, against: hash, pepper: pepper))
        let again = try #require(PasswordHash(encoded: hash.encoded))
        #expect(again == hash && again.isPeppered)
        // One that was made without, such as the operator's in the configuration, passes it over.
        let plain = try Scrypt.hash(passphrase.span, cost: quick)
        #expect(try Scrypt.verify(passphrase.span, against: plain, pepper: pepper))
    }
}
