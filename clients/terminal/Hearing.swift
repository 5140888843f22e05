import SandaliKit
import Wire

/// What the server does.
extension Chat {
    /// Hears one connection after the other until the person leaves.
    ///
    /// - Returns: how to end.
    func listen() async -> Exit {
        var setbacks = 0
        while let client {
            let start = ContinuousClock.now
            // The end of the connection ends the loop; why it ended is asked below.
            while let batch = try? await client.batch() { await hear(batch, client) }
            guard !isLeaving, !Task.isCancelled else { break }
            self.client = nil
            // There is nothing to come back to.
            if isErased {
                plan.device?.remove()
                return .well
            }
            show(Phrase(await client.ending ?? .byUs))
            tellCut()
            setbacks = Self.setbacks(setbacks, after: start.duration(to: .now))
            if let exit = await comeBack(&setbacks) { return exit }
        }
        return .well
    }

    /// Says what the cut has broken off and is not taken up again by itself.
    private func tellCut() {
        giveUpExport()
        let commands = unheard.takeCommands(of: telling.nickname)
        let typed = unheard.takeTyped()
        guard !commands.isEmpty || !typed.isEmpty else { return }
        show([text(.commandsUnanswered)] + commands.flatMap(telling.lines))
        show(typed.map { Neutral.text($0) })
    }

    private func hear(_ batch: [Message], _ client: Client) async {
        var lines: [String] = []
        silence.hear(at: .now)
        for message in batch {
            unheard.hear(message)
            if export(message) { continue }
            let whole = gathering.take(message)
            guard let first = whole.first, !introduce(first) else { continue }
            switch missed.take(first, with: whole.dropFirst()) {
            case .kept: break
            case .asks(let questions): for question in questions { client.send(question) }
            case .whole(let room, let texts, let more):
                if let more { client.send(more) }
                if !texts.isEmpty { lines.append(text(.missed(room: Neutral.text(room)))) }
                lines += texts.flatMap(telling.lines)
            case .shown:
                lines += follow(first)
                if message.command == "NICK" { telling.nickname = await client.nickname }
                lines += whole.flatMap(telling.lines)
            }
        }
        show(lines)
        moveOn()
    }

    /// Keeps account of the rooms that one is in.
    ///
    /// - Returns: what to say of it.
    private func follow(_ message: Message) -> [String] {
        if let phrase = refused(message) { return [text(phrase)] }
        let leaver = message.command == "KICK" ? message.part(1) : message.sender
        guard telling.isMe(leaver), let name = message.text(0) else { return [] }
        let room = String(decoding: name, as: UTF8.self)
        switch message.command {
        case "JOIN":
            if marks, let question = missed.enter(room) { client?.send(question) }
            return [text(entered(room))]
        case "PART", "KICK": left(room)
        default: break
        }
        return []
    }

    /// A room that was asked for does not open: one speaks where one is already, if anywhere.
    private func refused(_ message: Message) -> Phrase? {
        let isRefusal = message.commandBytes.first == UInt8(ascii: "4")
        guard isRefusal || message.command == "FAIL" else { return nil }
        let isNamed = { (room: String) in
            (0..<message.count).contains { Name.folded(message[$0]) == self.folded(room) }
        }
        let count = wanted.count
        wanted.removeAll(where: isNamed)
        rejoining.removeAll(where: isNamed)
        guard wanted.isEmpty, wanted.count < count, telling.room == nil, let room = rooms.last
        else { return nil }
        return move(to: room)
    }

    private func folded(_ room: String) -> [UInt8] { Name.folded(Array(room.utf8)[...]) }

    private func entered(_ room: String) -> Phrase {
        rooms.removeAll { Telling.same($0, room) }
        rejoining.removeAll { Telling.same($0, room) }
        rooms.append(room)
        let isReturn = returning.map { Telling.same($0, room) } == true
        let isWanted = wanted.contains { Telling.same($0, room) }
        wanted.removeAll { Telling.same($0, room) }
        // Words that are half typed for one room must not go to another.
        let mayMove = telling.room == nil || editor.letters.isEmpty
        let isFirst = telling.room == nil && returning == nil && wanted.isEmpty
        guard isReturn || (isWanted && mayMove) || isFirst else {
            return .alsoIn(room: Neutral.text(room))
        }
        returning = nil
        return move(to: room)
    }

    private func left(_ room: String) {
        rooms.removeAll { Telling.same($0, room) }
        guard telling.room.map({ Telling.same($0, room) }) == true else { return }
        telling.room = nil
        cameOutOf = room
    }
}

/// The room that is spoken in.
extension Chat {
    func move(to room: String) -> Phrase {
        telling.room = room
        spokenIn.removeAll { Telling.same($0, room) }
        spokenIn.append(room)
        return .nowIn(room: Neutral.text(room))
    }

    /// Speaks on in another room after one came out of the one spoken in. All that came with it is
    /// heard first: a room that was renamed is left and entered again.
    private func moveOn() {
        guard let room = cameOutOf else { return }
        cameOutOf = nil
        // Words that are half typed for one room must not go to another.
        guard telling.room == nil, editor.letters.isEmpty, let next = fallback(from: room) else {
            return
        }
        show(move(to: next))
    }

    /// The room to speak in next: that of a side room, else the one spoken in last.
    func fallback(from room: String?) -> String? {
        let parent = room.flatMap { name in
            ["-aside", "-staff"].first(where: name.hasSuffix).map { name.dropLast($0.count) }
        }
        let known = rooms.sorted { place(of: $0) < place(of: $1) }
        return known.first { known in parent.map { Telling.same(known, String($0)) } == true }
            ?? known.last
    }

    /// How lately it was spoken in.
    private func place(of room: String) -> Int {
        spokenIn.lastIndex { Telling.same($0, room) } ?? -1
    }
}

/// Coming back after the connection was cut.
extension Chat {
    private static let longestPause = 60

    /// How many setbacks still count once a line was there: none where it was good for something,
    /// for then the next cut is another one.
    static func setbacks(_ setbacks: Int, after lasting: Duration) -> Int {
        lasting >= .seconds(5) ? 0 : setbacks
    }

    /// Tries until it works.
    ///
    /// - Returns: how to end when there is no use in trying on.
    private func comeBack(_ setbacks: inout Int) async -> Exit? {
        returning = telling.room ?? returning
        // The line before this one may have been cut before all of them opened.
        rejoining += rooms.filter { $0.first == "#" }
        while !isLeaving {
            let pause = min(Self.longestPause, 1 << min(setbacks, 6))
            setbacks += 1
            show(.tryingAgain(seconds: pause))
            // A whole village comes back in the same second: a little chance spreads it out.
            let spread = Int.random(in: 0...500 * pause)
            guard (try? await Task.sleep(for: .milliseconds(1_000 * pause + spread))) != nil
            else { return .well }
            do throws(ConnectError) {
                let client = try await Client.connect(
                    to: plan.server, as: plan.identity, options: plan.options { _ in false },
                    then: Plan.joining(rejoining) + unheard.again)
                rooms = []
                telling.room = nil
                await begin(client)
                show(.backAgain)
                return nil
            } catch {
                if plan.forgetsToken(error) { continue }
                guard error.mayPass else {
                    show(Phrase(error, by: plan))
                    return Exit(error)
                }
            }
        }
        return .well
    }
}

extension ConnectError {
    /// Whether it may work in a while.
    var mayPass: Bool {
        switch self {
        case .nameNotFound, .refused, .unreachable, .timedOut, .handshakeFailed, .busy, .ended:
            true
        default: false
        }
    }
}
