/// Words that something newer has taken the place of (a topic, a password's hash, a reason that
/// holds no more): nobody reads them again, so they are wiped without waiting for an age, but for
/// what is shown again in its room.
extension Centre {
    /// The words that an event may make needless, before it is applied.
    func wordsHeld(before event: Event) -> HeldWords {
        var held = HeldWords()
        switch event.replaces {
        case .nothing: break
        case .account(let id): held.inForce = naming(of: id)
        case .room(let id): hold(id, in: &held)
        case .everywhere: for id in rooms.keys { hold(id, in: &held) }
        }
        return held
    }

    private func hold(_ id: RoomID, in held: inout HeldWords) {
        guard let room = rooms[id] else { return }
        held.inForce += naming(of: id)
        for at in [room.topic?.at].compactMap(\.self) + room.masks.map(\.at) { held.shown[at] = id }
    }

    /// Notes which of them were needed before an event, and are not any more.
    ///
    /// Topics and masks are also shown among what happened in a room: there they have the same time
    /// as all of that, from when they are not in force any more.
    ///
    /// - Parameter held: what `wordsHeld` said.
    mutating func replaceWords(_ held: HeldWords, of event: Event) {
        let needed = Set(wordsHeld(before: event).inForce)
        for at in held.inForce.sorted() where !needed.contains(at) {
            if let room = held.shown[at], rooms[room] != nil {
                keeping.past.append(Keeping.Past(at: at, room: room, since: time))
            } else {
                keeping.stale.append(at)
            }
        }
    }

    /// Where an account's name, verifiers and devices stand; nothing of one that is erased, whose
    /// words are wiped as a whole.
    func naming(of id: AccountID) -> [Position] {
        guard let account = account(id), !account.isErased else { return [] }
        return [account.nameAt] + [account.passwordAt, account.scramAt].compactMap(\.self)
            + account.devices.map(\.at)
    }

    /// Where the words stand that a room's door says, its group and its sessions.
    func naming(of id: RoomID) -> [Position] {
        guard let room = rooms[id] else { return [] }
        var positions = [room.nameAt]
        positions += [room.titleAt, room.topic?.at, room.keyAt].compactMap(\.self)
        positions += room.masks.map(\.at)
        positions += room.circle.naming
        if let own = meetings[id] { positions += own.rules.map(\.at) + own.summaries }
        return positions
    }
}

extension Event {
    fileprivate enum Scope {
        case nothing
        case account(AccountID)
        case room(RoomID)
        case everywhere
    }

    /// Where the words stand that may be needless once it has happened.
    fileprivate var replaces: Scope {
        switch self {
        // Words to a room take no other's place; nothing is asked of them.
        case .said, .whispered, .confided, .accountMade, .invitation, .access, .preference: .nothing
        case .passwordSet(let id), .scramSet(let id), .deviceDropped(let id, _): .account(id)
        case .restarted, .keeping(.erased): .everywhere
        case .keeping: .nothing
        default: .room(room)
        }
    }
}

/// Words that are in force before an event.
struct HeldWords: Equatable {
    var inForce: [Position] = []
    /// Those of them that are shown again in a room, with it.
    var shown: [Position: RoomID] = [:]

    var isEmpty: Bool { inForce.isEmpty }
}
