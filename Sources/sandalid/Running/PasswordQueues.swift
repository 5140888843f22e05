import Dispatch
import IRC
import Secrets
import Synchronization

/// The few threads that compare passwords: one a core, so that a hundred sign-ins at once take
/// their turn and those who are chatting feel nothing.
///
/// The line is bounded by the number of connections: each may ask one question at a time, and the
/// question of whoever has left is passed over.
final class PasswordQueues: Sendable {
    private let queues: [DispatchQueue]
    private let asked = Atomic<Int>(0)

    init(cores: Int) {
        queues = (0..<max(1, cores)).map { number in
            DispatchQueue(label: "sandali.passwords.\(number)", qos: .utility)
        }
    }

    /// Compares a password with what is stored of it; takes as long where nothing is.
    ///
    /// - Parameters:
    ///   - pepper: the centre's own.
    ///   - asker: who waits for the answer.
    ///   - answer: called on a queue of these, with whether they fit; not when the asker has left.
    func verify(
        _ password: [UInt8], against verifier: [UInt8]?, pepper: [UInt8]?, for asker: Asker,
        answer: @escaping @Sendable (Bool) -> Void
    ) {
        next.async {
            guard !asker.hasLeft else { return }
            let hash = verifier.flatMap(PasswordHash.init(encoded:))
            // What cannot be computed is a no; a spoilt verifier shuts out one account only.
            let fits = try? Scrypt.verify(password.span, against: hash, pepper: pepper)
            answer(fits ?? false)
        }
    }

    /// Compares SCRAM's proof with what is stored, and signs for the server.
    ///
    /// - Parameter answer: called with nil where it is no proof.
    func prove(
        _ proof: SCRAMProof, for asker: Asker, answer: @escaping @Sendable ([UInt8]?) -> Void
    ) {
        next.async {
            guard !asker.hasLeft else { return }
            answer(
                SCRAMSecret.signature(
                    for: proof.bytes, over: proof.signed, storedKey: proof.storedKey,
                    serverKey: proof.serverKey))
        }
    }

    /// Makes what is stored of a new password.
    ///
    /// - Parameters:
    ///   - pepper: the centre's own.
    ///   - scram: whether what SCRAM needs is to be made as well.
    ///   - asker: who waits for the answer; the machine's own commands do not leave.
    ///   - answer: called with nil when the system has no randomness or memory to give.
    func hash(
        _ password: [UInt8], scram: Bool, pepper: [UInt8]?, for asker: Asker = Asker(),
        answer: @escaping @Sendable (NewSecret?) -> Void
    ) {
        next.async {
            guard !asker.hasLeft else { return }
            do throws(SecretsError) {
                let hash = try Scrypt.hash(password.span, pepper: pepper)
                let secret = scram ? try SCRAMSecret(password: password.span) : nil
                answer(NewSecret(verifier: hash.encoded, scram: secret?.encoded))
            } catch {
                // Why it could not be made is in no one's hands here; the command says that it
                // was not.
                answer(nil)
            }
        }
    }

    /// Does the work that a question about a password asks for, and says what came of it; not when
    /// the asker has left.
    ///
    /// - Parameters:
    ///   - scram: whether what SCRAM needs is to be made of a new password as well.
    ///   - pepper: the centre's own; nil where nobody has an account.
    func answer(
        _ ask: Ask, scram: Bool, pepper: [UInt8]?, for asker: Asker,
        answer: @escaping @Sendable (Answer) -> Void
    ) {
        switch ask {
        case .verify(_, let account, let password, let verifier):
            verify(password, against: verifier, pepper: pepper, for: asker) { fits in
                answer(.verified(fits ? account : nil))
            }
        case .prove(_, let account, let proof):
            prove(proof, for: asker) { signature in
                answer(.proved(signature == nil ? nil : account, signature: signature ?? []))
            }
        case .hash(_, let password):
            hash(password, scram: scram, pepper: pepper, for: asker) { answer(.hashed($0)) }
        case .read: preconditionFailure("what was said is no password's business")
        }
    }

    private var next: DispatchQueue {
        queues[asked.wrappingAdd(1, ordering: .relaxed).oldValue % queues.count]
    }
}

/// Somebody who waits for a password to be compared, and may leave before it is their turn.
///
/// Else connecting, asking and leaving again, over and over, would make the line as long as one
/// likes, and everybody else would stand at its end.
final class Asker: Sendable {
    private let left = Atomic(false)

    var hasLeft: Bool { left.load(ordering: .relaxed) }

    func leave() { left.store(true, ordering: .relaxed) }
}
