/// What happens to a worker channel after it was opened.
public enum CaseEvent: Equatable, Sendable {
    /// A worker is asked to take the channel over.
    case handoverAsked(to: AccountID, by: PersonID)
    /// The one who was asked takes it, and whoever had it reads nothing more.
    case handoverAccepted(by: PersonID)
    /// The one who was asked does not take it, or the one who asked thought better of it.
    case handoverDropped(by: PersonID)
    /// Whether this reader may read what was written before their time, as the parent says.
    case consented(reader: AccountID, Bool, by: PersonID)
    /// Somebody stands in until then.
    case covered(AccountID, until: Moment, by: PersonID)
    /// The stand-in reads nothing more; by nobody when the time was over.
    case coverEnded(by: PersonID?)
    /// Somebody else who cares for the same child.
    case carerAdded(AccountID, by: PersonID)
    case carerRemoved(AccountID, by: PersonID)
    case closed(by: PersonID)
    /// Somebody wrote in a closed channel.
    case woken
    /// The family was told by itself who stands in.
    case answered
}

extension CaseEvent {
    static let kinds: ClosedRange<UInt16> = 70...80

    var kind: UInt16 {
        switch self {
        case .handoverAsked: 70
        case .handoverAccepted: 71
        case .handoverDropped: 72
        case .consented: 73
        case .covered: 74
        case .coverEnded: 75
        case .carerAdded: 76
        case .carerRemoved: 77
        case .closed: 78
        case .woken: 79
        case .answered: 80
        }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .handoverAsked(let account, let by), .carerAdded(let account, let by),
            .carerRemoved(let account, let by):
            out.put(account)
            out.put(by)
        case .consented(let reader, let agrees, let by):
            out.put(reader)
            out.put(agrees)
            out.put(by)
        case .covered(let account, let until, let by):
            out.put(account)
            out.put(until)
            out.put(by)
        case .coverEnded(let by): out.list(by.map { [$0] } ?? []) { $0.put($1) }
        case .handoverAccepted(let by), .handoverDropped(let by), .closed(let by): out.put(by)
        case .woken, .answered: break
        }
    }

    static func read(_ kind: UInt16, _ from: inout ByteReader) throws(CodingError) -> CaseEvent {
        switch kind {
        case 70: .handoverAsked(to: try from.account(), by: try from.person())
        case 71: .handoverAccepted(by: try from.person())
        case 72: .handoverDropped(by: try from.person())
        case 73:
            .consented(reader: try from.account(), try from.flag(), by: try from.person())
        case 74: .covered(try from.account(), until: try from.moment(), by: try from.person())
        case 75: .coverEnded(by: try from.somePerson())
        case 76: .carerAdded(try from.account(), by: try from.person())
        case 77: .carerRemoved(try from.account(), by: try from.person())
        case 78: .closed(by: try from.person())
        case 79: .woken
        default: .answered
        }
    }
}

extension Case {
    mutating func apply(_ event: CaseEvent, position: Position, time: Moment) {
        switch event {
        case .handoverAsked(let to, _): handover = Handover(to: to, readsEarlier: false)
        case .handoverAccepted: takeOver(position)
        case .handoverDropped: handover = nil
        case .consented(let reader, let agrees, _): consent(to: reader, agrees)
        case .covered(let account, let until, _):
            // Whose time is made longer or shorter goes on reading from where they began.
            if let cover, cover.account != account, cover.account != worker {
                dismiss(cover.account)
            }
            cover = Cover(account: account, until: until)
            answered = nil
            admit(account, since: position)
        case .coverEnded: endCover()
        case .carerAdded(let account, _):
            guard !includes(account) else { return }
            carers.append(Reader(account: account, since: position, readsEarlier: false))
        case .carerRemoved(let account, _): carers.removeAll { $0.account == account }
        case .closed: isClosed = true
        case .woken: isClosed = false
        case .answered: answered = time
        }
    }

    private mutating func takeOver(_ position: Position) {
        guard let taken = handover else { return }
        handover = nil
        if cover?.account == taken.to { cover = nil }
        dismiss(worker)
        worker = taken.to
        admit(worker, since: position, readsEarlier: taken.readsEarlier)
        if taken.readsEarlier { consent(to: worker, true) }
    }

    private mutating func consent(to reader: AccountID, _ agrees: Bool) {
        if handover?.to == reader { handover?.readsEarlier = agrees }
        if let index = readers.firstIndex(where: { $0.account == reader }) {
            readers[index].readsEarlier = agrees
        } else if let index = carers.firstIndex(where: { $0.account == reader }) {
            carers[index].readsEarlier = agrees
        }
    }

    private mutating func endCover() {
        guard let ended = cover else { return }
        cover = nil
        if ended.account != worker { dismiss(ended.account) }
    }
}
