internal import Dispatch
internal import Wire

/// What the descriptor has to say, on the queue.
extension Client {
    func becameReadable() {
        guard ending == nil else { return }
        if opening != nil { return goOnOpening() }
        // A TLS write may have waited for this.
        if written < outbox.count { flushOutbox() }
        for _ in 0..<Limits.readsAtOnce {
            guard ending == nil, !inbox.isFull else { break }
            switch link?.read(into: &buffer) ?? .wantsRead {
            case .done(let count): take(count)
            case .wantsRead: return
            case .wantsWrite:
                watch?.writes(true)
                return
            case .ended(let why): return end(why)
            }
        }
        if inbox.isFull {
            watch?.reads(false)
        } else {
            // TLS may hold bytes that the descriptor no longer shows.
            onQueue { $0.becameReadable() }
        }
    }

    func becameWritable() {
        guard ending == nil else { return }
        if opening != nil { return goOnOpening() }
        flushOutbox()
        // A TLS read may have waited for this.
        becameReadable()
    }

    /// Reading goes on once there is room again.
    func makeRoom() {
        guard ending == nil, let watch, !watch.isReading, opening == nil,
            inbox.count <= inbox.capacity / 2
        else { return }
        watch.reads(true)
        becameReadable()
    }

    private func take(_ count: Int) {
        var arrived: [Result<Message, LineError>] = []
        framer.feed(buffer.span.extracting(0..<count)) { arrived.append($0) }
        for result in arrived {
            switch result {
            case .success(let message): take(message)
            case .failure(let error): note(.broken(error))
            }
        }
    }

    private func take(_ message: Message) {
        note(.received(message))
        switch message.command {
        case "PING": pong(message)
        case "ERROR": lastError = Registration.words(of: message)
        case "NICK": renamed(message)
        default: break
        }
        inbox.append(message)
        serveWaiters()
    }

    private func pong(_ message: Message) {
        var line = Array("PONG :".utf8)
        line += message.text(message.count - 1) ?? []
        write(line + [0x0d, 0x0a], record: line)
    }

    private func renamed(_ message: Message) {
        guard let source = message.source, let new = message.text(0) else { return }
        let old = source.prefix { $0 != UInt8(ascii: "!") }
        if old.elementsEqual(nickname.utf8) { nickname = String(decoding: new, as: UTF8.self) }
    }
}

/// The end of a connection.
extension Client {
    /// Closes in good order: what was sent before leaves first as far as the peer takes it now.
    public func close() async {
        flushOutbox()
        link?.farewell()
        end(.byUs)
        await closed()
    }

    /// Cuts the connection as a dead battery would, with a TCP reset at once.
    public func abort() async {
        end(.byUs, abruptly: true)
        await closed()
    }

    /// Says QUIT and waits until the server has closed; closes by itself after `within`. What comes
    /// until then is passed by: see `leave`.
    ///
    /// - Returns: how it ended: `.byServer` when all went well.
    @discardableResult
    public func quit(_ words: String = "", within: Duration = .seconds(5)) async -> Disconnect {
        sayQuit(words)
        if case .success(let why) = await result(of: { try await self.ended(within: within) }) {
            return why
        }
        await close()
        return ending ?? .byUs
    }

    /// Says QUIT and goes on handing out what comes; closes by itself after `within`.
    public func leave(_ words: String = "", within: Duration) {
        sayQuit(words)
        _ = Deadline(within, of: self) { client in
            client.flushOutbox()
            client.link?.farewell()
            client.end(.byUs)
        }
    }

    private func sayQuit(_ words: String) { send(words.isEmpty ? "QUIT" : "QUIT :" + words) }

    private func result<Value>(
        of work: () async throws -> Value
    ) async -> Result<Value, any Error> {
        do { return .success(try await work()) } catch { return .failure(error) }
    }

    /// Ends whatever is under way; all who wait are told.
    func end(_ why: Disconnect, abruptly: Bool = false) {
        guard ending == nil else { return }
        ending =
            if case .byServer = why { .byServer(words: lastError) } else { why }
        link = nil
        watch?.end(abruptly: abruptly) {}
        finishOpening(.ended(why))
        serveWaiters()
        let waiting = flushers + farewells
        flushers = []
        farewells = []
        for waiter in waiting { waiter.resume() }
    }

    /// Waits until the descriptor is closed.
    private func closed() async {
        guard let watch else { return }
        await withCheckedContinuation { continuation in
            watch.end { continuation.resume() }
        }
    }
}
