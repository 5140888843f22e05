internal import Wire

extension Client {
    /// Opens a connection and registers: the whole way in.
    ///
    /// - Parameters:
    ///   - then: lines that go out in the same flight, so that a slow line is crossed once: JOINs,
    ///     say. Their answers wait to be taken, after the rest of the server's welcome.
    public static func connect(
        to server: Server, as identity: Identity, options: Options = Options(),
        then: [String] = []
    ) async throws(ConnectError) -> Client {
        let client = try await open(server, options: options)
        do throws(ConnectError) {
            try await client.register(as: identity, then: then)
        } catch {
            await client.close()
            throw error
        }
        return client
    }

    /// Registers an open connection, signing in with SASL PLAIN or PASS where the identity has an
    /// account. Takes all messages up to the welcome (001) and the end of the capability talk.
    public func register(
        as identity: Identity, then lines: [String] = []
    ) async throws(ConnectError) {
        var registration = Registration(identity)
        nickname = identity.nickname
        for line in registration.opening + lines { send(line) }
        let end = ContinuousClock.now + options.registerWithin
        while true {
            let message = try await nextWhileRegistering(by: end)
            let outcome = registration.take(message)
            nickname = registration.nickname
            capabilities = registration.capabilities
            switch outcome {
            case .goOn: break
            case .say(let more): for line in more { send(line) }
            case .ready: return
            case .refused(let error): throw error
            }
        }
    }

    private func nextWhileRegistering(
        by end: ContinuousClock.Instant
    ) async throws(ConnectError) -> Message {
        do throws(WaitError) {
            return try await next(within: ContinuousClock.now.duration(to: end))
        } catch {
            switch error {
            case .ended(let why, _, _): throw .ended(why)
            case .notSeen, .cancelled: throw .timedOut(server)
            }
        }
    }
}
