import IRC

/// Who waits for slow work, and whose turn it is.
///
/// Addresses take turns, however many wait from each: whoever guesses from one, or makes a crowd of
/// connections from there, makes the line longer for those who come from it and for nobody else,
/// in whichever centre. Of one address the connection goes first that has guessed wrong least
/// often, so that a neighbour of the one who guesses, who has not failed yet, passes all of those
/// attempts.
struct WaitingLine<Job> {
    /// How many wait from one address at most. A village behind one address that comes back at
    /// once finds room; past that, whoever has failed most gives way.
    static var most: Int { 256 }

    private struct Waiting {
        let tries: Int
        let job: Job
    }

    /// In each: who has failed least first, then who came first. None is empty.
    private var lines: [[UInt8]: [Waiting]] = [:]
    /// The addresses in the order of their turns; each once.
    private var turns: [[UInt8]] = []

    /// - Returns: who is to be told to try again, because there is no room for them; may be the
    ///   one who has just come.
    mutating func add(_ job: Job, from place: PlaceInLine) -> Job? {
        var line = lines.removeValue(forKey: place.network) ?? []
        if line.isEmpty { turns.append(place.network) }
        let after = line.lastIndex { $0.tries <= place.tries }
        line.insert(
            Waiting(tries: place.tries, job: job), at: after.map { $0 + 1 } ?? line.startIndex)
        let late = line.count > Self.most ? line.popLast()?.job : nil
        lines[place.network] = line
        return late
    }

    /// Takes out whoever is next.
    mutating func next() -> Job? {
        guard !turns.isEmpty else { return nil }
        let network = turns.removeFirst()
        guard var line = lines.removeValue(forKey: network) else { return nil }
        let first = line.removeFirst()
        if !line.isEmpty {
            lines[network] = line
            turns.append(network)
        }
        return first.job
    }
}
