/// How much a connection has said that its centre has not answered yet.
struct Window {
    private(set) var lines = 0
    /// Bytes of those lines. An answer names lines only, so each line counts as the average then.
    private(set) var bytes = 0

    mutating func sent(bytes count: Int) {
        lines += 1
        bytes += count
    }

    mutating func answered(lines count: Int) {
        guard count < lines else {
            (lines, bytes) = (0, 0)
            return
        }
        bytes -= bytes * count / lines
        lines -= count
    }

    func isFull(_ settings: Limits) -> Bool {
        lines >= settings.windowLines || bytes >= settings.windowBytes
    }

    /// Room enough that reading again is worth its while: half of the window.
    func hasRoom(_ settings: Limits) -> Bool {
        lines <= settings.windowLines / 2 && bytes <= settings.windowBytes / 2
    }
}

/// One connection's tokens, in thousandths, which regain by the clock.
struct Tokens {
    private var thousandths: Int64 = .max
    private var at: Int64 = 0

    /// Counts what was regained up to `now`, in milliseconds. A new connection's bucket is full.
    mutating func regain(_ budget: CommandBudget, at now: Int64) {
        let full = Int64(budget.burst) * 1_000
        if thousandths < full {
            thousandths = min(full, thousandths + (now - at) * Int64(budget.perSecond))
        } else {
            thousandths = full
        }
        at = now
    }

    var areLeft: Bool { thousandths > 0 }

    mutating func pay(thousandths cost: Int) {
        thousandths -= Int64(cost)
    }

    /// When there will be a whole token again, after `regain`.
    func regained(_ budget: CommandBudget) -> Int64 {
        let missing = max(0, 1_000 - thousandths)
        return at + (missing + Int64(budget.perSecond) - 1) / Int64(budget.perSecond)
    }
}

/// The settings that are looked at for every line or write, in the loop's own units.
struct Limits: Sendable {
    let windowLines: Int
    let windowBytes: Int
    let outboxBytes: Int
    /// This loop's share.
    let outboxesBytes: Int
    let largeAudience: Int
    let slice: Int
    let handshakeWithin: Int64
    let registerWithin: Int64
    let redeemWithin: Int64
    let pingAfter: Int64
    let pingWait: Int64
    let watchedPingAfter: Int64
    let watchedPingWait: Int64
    let closeWithin: Int64
    let lingerFor: Int64

    init(_ settings: TransportSettings) {
        windowLines = settings.windowLines
        windowBytes = settings.windowBytes
        outboxBytes = settings.outboxBytes
        outboxesBytes = settings.outboxesBytes / settings.loops
        largeAudience = settings.largeAudience
        slice = settings.slice
        handshakeWithin = settings.handshakeWithin.milliseconds
        registerWithin = settings.registerWithin.milliseconds
        redeemWithin = (settings.registerWithin * TransportSettings.redeemingFactor).milliseconds
        pingAfter = settings.pingAfter.milliseconds
        pingWait = settings.pingWait.milliseconds
        watchedPingAfter = settings.watchedPingAfter.milliseconds
        watchedPingWait = settings.watchedPingWait.milliseconds
        closeWithin = settings.closeWithin.milliseconds
        lingerFor = settings.lingerFor.milliseconds
    }
}
