import Rooms
import Wire

/// The centre's part in SCRAM-SHA-256.
extension House {
    /// Says the server's first message: nonce, salt, iterations.
    ///
    /// Who has no account, or none that can sign in so, gets a salt that stays the same: nobody
    /// learns by asking who has one.
    func challenge(
        _ exchange: inout SASLExchange, _ first: SCRAM.First, _ turn: inout Turn
    ) {
        noteClaim(of: first.name, &turn)
        let account = claimed(first.name)
        let secret = account?.scramAt.flatMap { SCRAM.Secret(encoded: words($0)) }
        let name = isOwn(first.name) ? Greeting.parts(first.name).name : first.name
        let salt = secret?.salt ?? pretendedSalt(of: name)
        let nonce = first.nonce + Base64.encode(freshNonce(&turn)[...])
        let iterations = secret?.iterations ?? SCRAM.pretendedIterations
        let challenge = Line(
            "r=\(nonce),s=\(Base64.encode(salt[...])),i=\(Int(iterations))"
        ).bytes
        exchange.await(
            proofIn: SCRAM.Conversation(
                first: first, nonce: nonce, challenge: challenge,
                account: secret == nil ? nil : account?.id, secret: secret,
                claimed: claimedKey(of: first.name)))
        turn.authenticate(challenge)
    }

    func askForProof(_ proof: SCRAM.Proof, _ turn: inout Turn) {
        turn.claimed = proof.claimed
        let nothing = [UInt8](repeating: 0, count: 32)
        turn.asks.append(
            .prove(
                turn.connection, account: proof.account,
                proof: SCRAMProof(
                    bytes: proof.bytes, signed: proof.signed,
                    storedKey: proof.secret?.storedKey ?? nothing,
                    serverKey: proof.secret?.serverKey ?? nothing)))
    }

    /// Says the server's last message; the client answers it with nothing.
    func tellProof(
        _ exchange: inout SASLExchange, _ account: AccountID, _ signature: [UInt8],
        _ turn: inout Turn
    ) {
        exchange.await(endOf: account)
        turn.authenticate(Line("v=\(Base64.encode(signature[...]))").bytes)
    }

    private func pretendedSalt(of name: [UInt8]) -> [UInt8] {
        // A byte that no name has, so that this is no name's key.
        NameKey(keys(([0xff] + Name.folded(name[...]))[...])).bytes
    }

    /// Bytes that nobody can foresee, for only the centre has its key.
    private func freshNonce(_ turn: inout Turn) -> [UInt8] {
        NameKey(keys(turn.seed(0xfe)[...])).bytes
    }
}

extension Turn {
    /// What becomes unforeseeable by being hashed under a key, even to one who has seen all that
    /// the dice gave: they are seeded from outside.
    ///
    /// - Parameter first: tells what it is drawn for.
    mutating func seed(_ first: UInt8) -> [UInt8] {
        let numbers = [dice.next(), connection.bits, UInt64(bitPattern: now.milliseconds)]
        return [first]
            + numbers.flatMap { number in
                (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
            }
    }

    /// AUTHENTICATE with these bytes, in as many lines as they need.
    ///
    /// - Source: IRCv3 sasl 3.1, "The AUTHENTICATE command".
    mutating func authenticate(_ bytes: [UInt8]) {
        var rest = Base64.encode(bytes[...])[...]
        repeat {
            let chunk = rest.prefix(Limit.saslChunkBytes)
            rest = rest.dropFirst(chunk.count)
            say(chunk.isEmpty ? "AUTHENTICATE +" : "AUTHENTICATE \(chunk)")
            if rest.isEmpty, chunk.count == Limit.saslChunkBytes { say("AUTHENTICATE +") }
        } while !rest.isEmpty
    }
}
