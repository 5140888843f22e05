/// The bytes of the events about who may write and come, and of what was reported.
extension CircleEvent {
    func writeRestraint(to out: inout ByteWriter) {
        switch self {
        case .muted(let person, let until, let hasReason, let by):
            out.put(person)
            out.put(until)
            out.put(hasReason)
            out.put(by)
        case .unmuted(let person, let by):
            out.put(person)
            out.put(by)
        case .banned(let account, let until, let hasReason, let by):
            out.put(account)
            out.put(until)
            out.put(hasReason)
            out.put(by)
        case .unbanned(let account, let by):
            out.put(account)
            out.put(by)
        case .reported(let number, let textAt, let author, let by, let matter, let level):
            out.put(number)
            out.put(textAt)
            out.put(author)
            out.put(by)
            out.put(matter.rawValue)
            out.put(level.rawValue)
        case .reportClosed(let number, let copyAt, let author, let by):
            out.put(number)
            out.put(copyAt)
            out.put(author)
            out.put(by)
        case .held(let number, let saying, let why):
            out.put(number)
            saying.write(to: &out)
            out.put(why.rawValue)
        case .heldEnded(let at, let released, let by):
            out.put(at)
            out.put(released)
            out.put(by)
        case .wordsSet(let hasWords, let by):
            out.put(hasWords)
            out.put(by)
        case .asideBegun(let person, let with, let room, let by):
            out.put(person)
            out.put(with)
            out.put(room)
            out.put(by)
        case .asideEnded(let person, let by):
            out.put(person)
            out.put(by)
        case .reportRead(let number, let author, let by):
            out.put(number)
            out.put(author)
            out.put(by)
        default: break
        }
    }

    static func readRestraint(
        _ kind: UInt16, _ from: inout ByteReader
    ) throws(CodingError) -> CircleEvent {
        switch kind {
        case 111:
            .muted(
                try from.person(), until: try from.moment(), hasReason: try from.flag(),
                by: try from.person())
        case 112: .unmuted(try from.person(), by: try from.somebody())
        case 113:
            .banned(
                try from.account(), until: try from.optionalMoment(),
                hasReason: try from.flag(), by: try from.person())
        case 114: .unbanned(try from.account(), by: try from.somebody())
        case 115:
            .reported(
                number: try from.take(UInt32.self), textAt: try from.position(),
                author: try from.person(), by: try from.person(),
                try from.choice(Report.Matter.self), try from.choice(Report.Level.self))
        case 116:
            .reportClosed(
                number: try from.take(UInt32.self), copyAt: try from.position(),
                author: try from.person(), by: try from.person())
        case 117:
            .held(
                number: try from.take(UInt32.self), try Saying(from: &from),
                try from.choice(Holding.Why.self))
        case 118:
            .heldEnded(
                at: try from.position(), released: try from.flag(), by: try from.person())
        case 119: .wordsSet(hasWords: try from.flag(), by: try from.person())
        case 121:
            .asideBegun(
                try from.person(), with: try from.person(), try from.room(),
                by: try from.person())
        case 122: .asideEnded(try from.person(), by: try from.person())
        case 123:
            .reportRead(
                number: try from.take(UInt32.self), author: try from.person(),
                by: try from.person())
        default: throw .unknownEvent(kind: kind, version: Event.version)
        }
    }
}
