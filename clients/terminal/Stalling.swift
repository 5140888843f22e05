import SandaliKit

/// A line that is there and brings nothing.
extension Chat {
    /// Looks after what waits for an answer, as long as something does.
    func watch() {
        guard pulse == nil, unheard.count > 0 else { return }
        pulse = Task { while await beat() {} }
    }

    /// - Returns: whether there is something left to look after.
    private func beat() async -> Bool {
        guard (try? await Task.sleep(for: .seconds(1))) != nil, let client, unheard.count > 0
        else {
            pulse = nil
            return false
        }
        let now = ContinuousClock.now
        tellLate(at: now)
        switch silence.step(at: now, oldest: unheard.oldest) {
        case .ping: client.send("PING :line")
        case .tell: show(.lineSilent)
        // The end of it is heard as that of any other cut.
        case .giveUp: await client.abort()
        case nil: break
        }
        return true
    }

    private func tellLate(at now: ContinuousClock.Instant) {
        let late = unheard.takeLate(of: telling.nickname, at: now)
        let lines = late.messages.flatMap(telling.lines) + late.typed.map { Neutral.text($0) }
        show(lines.map { text(.notThereYet(words: $0)) })
    }
}
