import CAllocations
import Glibc

/// What one kind of work costs: CPU time and allocations for each piece of it.
struct Figure {
    var nanoseconds: Double
    var allocations: Double
}

/// Runs work until it can be told what a piece of it costs.
enum Measuring {
    /// How long a round goes on at least; the best of the rounds counts, for the others were
    /// disturbed.
    private static let roundNanoseconds: Int64 = 100_000_000
    private static let rounds = 5

    /// - Parameter pieces: how many pieces of work `body` does in one call.
    /// - Returns: what each piece costs in the best round.
    static func measure(pieces: Int, _ body: () throws -> Void) rethrows -> Figure {
        try body()
        var best = Figure(nanoseconds: .infinity, allocations: .infinity)
        for _ in 0..<rounds {
            let (start, before) = (cpuTime(), allocations_count())
            var calls = 0
            while cpuTime() - start < roundNanoseconds {
                try body()
                calls += 1
            }
            let done = Double(calls * pieces)
            best.nanoseconds = min(best.nanoseconds, Double(cpuTime() - start) / done)
            best.allocations = min(
                best.allocations, Double(allocations_count() - before) / done)
        }
        return best
    }

    /// Nanoseconds of CPU that this process has used, all its threads together.
    private static func cpuTime() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// A table of figures, printed line by line as they come.
struct Report {
    /// Only work whose name holds this is done; nil: all.
    let wanted: String?

    init(wanted: String?) {
        self.wanted = wanted
        print("| work | CPU ns each | allocations each |")
        print("|---|---|---|")
    }

    func work(_ name: String, pieces: Int = 1, _ body: () throws -> Void) rethrows {
        if let wanted, !name.contains(wanted) { return }
        let figure = try Measuring.measure(pieces: pieces, body)
        let allocations = (figure.allocations * 100).rounded() / 100
        print("| \(name) | \(Int(figure.nanoseconds)) | \(allocations) |")
        fflush(nil)
    }
}
