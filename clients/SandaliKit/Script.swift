public import Wire

/// What a test says: this line shall come.
extension Client {
    /// Waits for the next line that looks like `pattern` (see `Pattern`), passing others by.
    ///
    /// - Throws: `WaitError`, which quotes what came instead.
    @discardableResult
    public func expect(
        _ pattern: String, within: Duration = .seconds(5)
    ) async throws(WaitError) -> Message {
        let wanted = Self.pattern(pattern)
        return try await next(within: within, described: pattern) { wanted.matches($0) }
    }

    /// Waits until a line like each of `patterns` has come, in whatever order.
    ///
    /// - Returns: the lines, in the order of the patterns.
    @discardableResult
    public func expect(
        all patterns: [String], within: Duration = .seconds(5)
    ) async throws(WaitError) -> [Message] {
        let wanted = patterns.map(Self.pattern)
        var found = [Message?](repeating: nil, count: wanted.count)
        let end = ContinuousClock.now + within
        while let first = found.firstIndex(where: { $0 == nil }) {
            let open = wanted.indices.filter { found[$0] == nil }
            let message = try await next(
                within: ContinuousClock.now.duration(to: end), described: patterns[first]
            ) { message in open.contains { wanted[$0].matches(message) } }
            if let index = open.first(where: { wanted[$0].matches(message) }) {
                found[index] = message
            }
        }
        return found.compactMap(\.self)
    }

    /// Sends a PING and takes everything that comes before its PONG: what the server had to say to
    /// all that was sent before. A test proves by it that something did not come.
    public func settle(within: Duration = .seconds(5)) async throws(WaitError) -> [Message] {
        lastWaiter += 1
        let token = "settle-\(lastWaiter)"
        send("PING :" + token)
        let end = ContinuousClock.now + within
        var before: [Message] = []
        while true {
            let message = try await next(
                within: ContinuousClock.now.duration(to: end), described: "PONG \(token)")
            let isPong =
                message.command == "PONG"
                && message.text(message.count - 1)?.elementsEqual(token.utf8) == true
            if isPong { return before }
            before.append(message)
        }
    }

    /// A pattern that is no line is a mistake in the test itself.
    private static func pattern(_ text: String) -> Pattern {
        do {
            return try Pattern(text)
        } catch {
            preconditionFailure("\"\(text)\" cannot be a pattern: \(error)")
        }
    }
}
