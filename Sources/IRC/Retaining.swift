public import Rooms
import Wire

/// What is stored, for how long, and who can read it.
extension House {
    /// `RETENTION`
    static func retention(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let person = house.asking(turn)
        turn.standard(.note, "ACCOUNT", "", .keptAccount)
        for id in house.centre.rooms(of: person.id) {
            guard let room = house.centre.rooms[id] else { continue }
            turn.standard(
                .note, "ROOM", Line(house.name(of: room)), house.keptPhrase(room),
                house.name(of: room), house.span(of: id, turn))
        }
        turn.standard(
            .note, "PRIVATE", "", .keptWhispers, house.span(of: .none, turn))
        turn.standard(.note, "LOG", "", .keptLog)
        turn.standard(.note, "KEY", "", .whoReadsKey)
        turn.standard(.note, "END", "", .endOfList)
    }

    private func keptPhrase(_ room: Room) -> Phrase {
        guard centre.cases[room.id] == nil else { return .keptCase }
        return switch room.settings.history {
        case .attended: .keptRoom
        case .all: .keptRoomAll
        case .none: .keptRoomNone
        }
    }

    /// How long the texts of a room are kept, in words.
    private func span(of id: RoomID, _ turn: Turn) -> [UInt8] {
        guard let seconds = centre.keepingSpan(of: id, under: welcome.keeping) else {
            return Phrase.spanEndless.text(turn.language).bytes
        }
        let (count, phrase): (Int64, Phrase) =
            switch seconds {
            case 172_800...: (seconds / 86_400, .days)
            case 7_200...: (seconds / 3600, .hours)
            default: (max(1, seconds / 60), .minutes)
            }
        return phrase.text(turn.language, [turn.language.number(Int(clamping: count))]).bytes
    }

    /// One line for whoever comes in, where people are promised something: not again within half a
    /// day, so that a telephone that comes and goes is not told it all evening, unless the promise
    /// is another one.
    mutating func noteKeeping(_ id: RoomID, to person: PersonID, _ turn: inout Turn) {
        guard welcome.policy == .support, let room = centre.rooms[id] else { return }
        let told = Promise(
            at: turn.now, rule: room.settings.history,
            seconds: centre.keepingSpan(of: id, under: welcome.keeping))
        if let before = promises[person]?[id], before.holds(instead: told) { return }
        promises[person, default: [:]][id] = told
        for connection in people.persons[person]?.connections ?? [] {
            if connection == turn.connection {
                sayKeeping(room, &turn)
            } else if var other = apart(turn, for: connection) {
                sayKeeping(room, &other)
                turn.deliveries.append(.send(other.own, to: connection))
            }
        }
    }

    private func sayKeeping(_ room: Room, _ turn: inout Turn) {
        let text = keptPhrase(room).text(
            turn.language, [name(of: room), span(of: room.id, turn)])
        turn.say(":\(Service.source) NOTICE \(turn.nick) :\(text)")
    }

    // MARK: What time does

    /// The engine came up. A clock that is far from the last event's time is not trusted.
    ///
    /// - Returns: whether wiping by age has been suspended by it.
    mutating func distrustClock(_ turn: inout Turn) -> Bool {
        let gap = centre.time.advanced(seconds: Limit.clockJumpSeconds)
        guard centre.position > .start, turn.now > gap, !centre.keeping.isSuspended else {
            return false
        }
        return suspend(true, &turn)
    }

    /// The clock has gone on by more than time has passed.
    ///
    /// - Returns: whether wiping by age has been suspended by it.
    public mutating func noteJump(_ turn: inout Turn) -> Bool {
        return !centre.keeping.isSuspended && suspend(true, &turn)
    }

    /// Stops wiping by age, or lets it go on.
    ///
    /// - Returns: whether it could be written down.
    mutating func suspend(_ isSuspended: Bool, _ turn: inout Turn) -> Bool {
        do throws(Refusal) {
            try commit(Fact(.keeping(.suspended(isSuspended))), &turn)
            return true
        } catch {
            return false
        }
    }

    /// Writes down what has been wiped from the files.
    ///
    /// - Returns: whether it could be written; if not, wiping again changes nothing.
    public mutating func noteWiped(_ wipes: [Wipe], _ turn: inout Turn) -> Bool {
        do throws(Refusal) {
            for wipe in wipes {
                if case .words(let positions) = wipe {
                    for position in positions { directory[position] = nil }
                }
                try commit(Fact(.keeping(wipe.event)), &turn)
            }
            return true
        } catch {
            return false
        }
    }
}

/// What somebody was told of a room's words, and when.
struct Promise: Equatable, Sendable {
    let at: Moment
    let rule: HistoryRule
    let seconds: Int64?

    /// Whether it need not be said anew.
    func holds(instead new: Promise) -> Bool {
        rule == new.rule && seconds == new.seconds
            && new.at < at.advanced(seconds: Limit.promiseSeconds)
    }
}
