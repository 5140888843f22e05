import IRC
public import Rooms

/// What the outside is told to wipe, and what it says of that.
///
/// Decided on what is durable alone: words cannot be brought back when a write fails.
extension CentreEngine {
    /// Names what is due, unless the last is still being wiped.
    mutating func sweep() {
        guard !isWiping, turn.now >= wipeRest else { return }
        // Whether the clock is trusted is being written down just now: nothing before that.
        guard !distrusts, house.centre.keeping.isSuspended == centre.keeping.isSuspended else {
            wipeLook = turn.now.advanced(seconds: Limit.wipePauseSeconds)
            return
        }
        let terms = house.welcome.keeping
        let due = centre.wipesDue(at: turn.now, under: terms)
        wipeLook = centre.nextLook(after: turn.now, under: terms)
        guard due.isEmpty else {
            isWiping = true
            effects.wipes = due
            return
        }
        // What a report still needs is no reason to look again at once.
        if centre.keeping.hasStale { wipeRest = turn.now.advanced(seconds: Limit.wipeRestSeconds) }
    }

    /// When to look again for what is due; nil where nothing stands.
    var nextSweep: Moment? {
        if centre.keeping.erasing.contains(where: { !erasing.contains($0) }) { return eraseRest }
        guard !isWiping, !centre.keeping.isEmpty else { return nil }
        return centre.keeping.hasStale ? wipeRest : max(wipeLook, wipeRest)
    }

    /// Asks for the words of those who have left to be wiped, once each.
    mutating func beginErasures() {
        for id in centre.keeping.erasing where !erasing.contains(id) && turn.now >= eraseRest {
            erasing.insert(id)
            effects.erasures.append(id)
            wipeLook = turn.now
        }
    }

    mutating func judge(_ keeping: KeepingInput, _ input: Input) {
        // What failed changes nothing: what the turn before did must not be taken for it.
        turn.beginErrand()
        switch keeping {
        case .wiped(let wipes, let isDone):
            if isDone, house.noteWiped(wipes, &turn) { break }
            (isWiping, wipeRest) = (false, later)
        case .erased(let id, let isDone):
            if isDone, house.finishErasure(of: id, &turn) { break }
            erasing.remove(id)
            eraseRest = later
        case .clockJumped:
            if house.noteJump(&turn) { distrust() }
        case .keysGone(let accounts): house.eraseAgain(accounts, &turn)
        }
        conclude(input, [])
    }

    /// Takes note of what is durable now of wiping and erasing.
    mutating func note(durable event: Event) {
        switch event {
        // Words may be due sooner now.
        case .roomSet, .roomClosed: wipeLook = turn.now
        case .keeping(.suspended): (distrusts, wipeLook) = (false, turn.now)
        case .keeping(.removed):
            isWiping = false
            (wipeLook, wipeRest) = (turn.now, turn.now.advanced(seconds: Limit.wipePauseSeconds))
        case .keeping(.finished(let id)): erasing.remove(id)
        default: break
        }
    }

    mutating func distrust() {
        distrusts = true
        effects.clockDistrusted = true
    }

    private var later: Moment { turn.now.advanced(seconds: Limit.wipeRestSeconds) }
}

/// What the outside says of words that are kept or wiped.
public enum KeepingInput: Sendable {
    /// These were to be wiped; false: the disk or somebody who reads the file was in the way.
    case wiped([Wipe], Bool)
    /// The words of an account were to be wiped and its key destroyed.
    case erased(AccountID, Bool)
    /// The clock has gone on by more than time has passed.
    case clockJumped
    /// The keys of these accounts were destroyed after the log was put back to an earlier day.
    case keysGone([AccountID])
}
