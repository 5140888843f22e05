import Dispatch
import IRC
import Rooms
import Secrets
import Synchronization

/// The few threads that compare passwords: one for each core but one, each giving way to all
/// others, so that a hundred sign-ins at once take their turn and those who are chatting feel
/// nothing. Beside as many as there are cores, whoever is woken waits for some milliseconds.
///
/// All centres share them. Whose turn it is, a `WaitingLine` says; the question of whoever has left
/// is passed over.
final class PasswordQueues: Sendable {
    /// Something to do, and what to do instead where there is no room in the line.
    private struct Job: Sendable {
        let asker: Asker
        let run: @Sendable () -> Void
        let refuse: @Sendable () -> Void
    }

    private struct State: ~Copyable {
        var line = WaitingLine<Job>()
        /// How many threads more there may be.
        var idle: Int
    }

    /// Begins a thread; false where there can be none.
    typealias Begin = @Sendable (@escaping @Sendable () -> Void) -> Bool

    private let state: Mutex<State>
    private let begin: Begin
    private let fallback = DispatchQueue(label: "sandali.passwords")
    /// Nil when the system had no chance to draw a key from: then none is remembered.
    private let remembered: Mutex<RememberedPasswords?>

    /// - Parameters:
    ///   - cores: how many there are; at least one thread there is always.
    ///   - remembering: how many seconds a right password is remembered; 0: none is.
    init(cores: Int, remembering: Int64, begin: @escaping Begin = { PatientThread.run($0) }) {
        self.begin = begin
        state = Mutex(State(idle: max(1, cores - 1)))
        // Without a key every password costs its hash, which is slower and no less safe.
        let key = remembering > 0 ? try? Random.bytes(32) : nil
        remembered = Mutex(key.map { RememberedPasswords(key: $0, seconds: remembering) })
    }

    /// Compares a password with what is stored of it; takes as long where nothing is.
    ///
    /// A password that was right a while ago is answered at once and passes the line. What is
    /// wrong, or is nobody's, is never remembered, and so waits its turn alike.
    ///
    /// - Parameters:
    ///   - sign: whose it would be, and what is stored of it.
    ///   - pepper: the centre's own.
    ///   - now: the centre's clock.
    ///   - asker: who waits for the answer, and where.
    ///   - refuse: called instead of `answer` where too many wait; nil: that is a no.
    ///   - answer: called here or on a queue of these, with whether they fit; not when the asker
    ///     has left.
    func verify(
        _ password: [UInt8], of sign: RememberedPasswords.Sign, pepper: [UInt8]?,
        at now: Moment, for asker: Asker, refuse: (@Sendable () -> Void)? = nil,
        answer: @escaping @Sendable (Bool) -> Void
    ) {
        let (tag, isKnown) = remembered.withLock { remembered -> ([UInt8]?, Bool) in
            guard let tag = remembered?.tag(password, of: sign) else { return (nil, false) }
            return (tag, remembered?.knows(tag, at: now) == true)
        }
        if isKnown { return answer(true) }
        wait(asker) { [self] in
            let hash = PasswordHash(encoded: sign.verifier)
            // What cannot be computed is a no; a spoilt verifier shuts out one account only.
            let fits = try? Scrypt.verify(password.span, against: hash, pepper: pepper)
            if fits == true, let tag { remembered.withLock { $0?.remember(tag, at: now) } }
            answer(fits ?? false)
        } refuse: {
            if let refuse { refuse() } else { answer(false) }
        }
    }

    /// Makes what is stored of a new password.
    ///
    /// - Parameters:
    ///   - pepper: the centre's own.
    ///   - scram: whether what SCRAM needs is to be made as well.
    ///   - asker: who waits for the answer; the machine's own commands do not leave.
    ///   - refuse: called instead of `answer` where too many wait.
    ///   - answer: called with nil when the system has no randomness or memory to give.
    func hash(
        _ password: [UInt8], scram: Bool, pepper: [UInt8]?, for asker: Asker = Asker(),
        refuse: (@Sendable () -> Void)? = nil,
        answer: @escaping @Sendable (NewSecret?) -> Void
    ) {
        wait(asker) {
            do throws(SecretsError) {
                let hash = try Scrypt.hash(password.span, pepper: pepper)
                let secret = scram ? try SCRAMSecret(password: password.span) : nil
                answer(NewSecret(verifier: hash.encoded, scram: secret?.encoded))
            } catch {
                // Why it could not be made is in no one's hands here; the command says that it
                // was not.
                answer(nil)
            }
        } refuse: {
            if let refuse { refuse() } else { answer(nil) }
        }
    }

    /// Does the work that a question about a password asks for, and says what came of it; not when
    /// the asker has left.
    ///
    /// - Parameters:
    ///   - scram: whether what SCRAM needs is to be made of a new password as well.
    ///   - pepper: the centre's own; nil where nobody has an account.
    ///   - now: the centre's clock.
    func answer(
        _ ask: Ask, scram: Bool, pepper: [UInt8]?, at now: Moment, for asker: Asker,
        answer: @escaping @Sendable (Answer) -> Void
    ) {
        switch ask {
        case .verify(_, let account, let password, let verifier, let changed):
            let sign = RememberedPasswords.Sign(
                account: account, verifier: verifier, changed: changed)
            verify(password, of: sign, pepper: pepper, at: now, for: asker) {
                answer(.busy)
            } answer: { fits in
                answer(.verified(fits ? account : nil))
            }
        case .prove(_, let account, let proof):
            // Two hashes of 32 bytes: nothing that anybody should wait in a line for.
            let signature = SCRAMSecret.signature(
                for: proof.bytes, over: proof.signed, storedKey: proof.storedKey,
                serverKey: proof.serverKey)
            answer(.proved(signature == nil ? nil : account, signature: signature ?? []))
        case .hash(_, let password):
            hash(password, scram: scram, pepper: pepper, for: asker) {
                answer(.busy)
            } answer: {
                answer(.hashed($0))
            }
        case .mint: answer(.minted(MintedToken.drawn()))
        case .digest(_, let token): answer(.digested(MintedToken.key(of: token)))
        // A mistake of ours: who calls this has passed reads on to the queues of the disk.
        case .read: preconditionFailure("what was said is no password's business")
        }
    }

    // MARK: The line

    private func wait(
        _ asker: Asker, run: @escaping @Sendable () -> Void,
        refuse: @escaping @Sendable () -> Void
    ) {
        let job = Job(asker: asker, run: run, refuse: refuse)
        let (late, mayBegin) = state.withLock { state in
            let late = state.line.add(job, from: asker.place)
            let mayBegin = state.idle > 0
            if mayBegin { state.idle -= 1 }
            return (late, mayBegin)
        }
        if let late, !late.asker.hasLeft { late.refuse() }
        // Where there can be no thread it is computed among others: whoever asks may serve a loop.
        if mayBegin, !begin({ [self] in work() }) {
            fallback.async { [self] in work() }
        }
    }

    /// Does what there is to do, until there is nothing.
    private func work() {
        while let job = state.withLock({ state in
            let next = state.line.next()
            if next == nil { state.idle += 1 }
            return next
        }) {
            if !job.asker.hasLeft { job.run() }
        }
    }
}

/// Somebody who waits for a password to be compared, and may leave before it is their turn.
///
/// Else connecting, asking and leaving again, over and over, would make the line as long as one
/// likes, and everybody else would stand at its end.
final class Asker: Sendable {
    let place: PlaceInLine
    private let left = Atomic(false)

    /// - Parameter place: where they stand in the line; nowhere: `sandalid` on the machine itself.
    init(at place: PlaceInLine = PlaceInLine()) {
        self.place = place
    }

    var hasLeft: Bool { left.load(ordering: .relaxed) }

    func leave() { left.store(true, ordering: .relaxed) }
}
