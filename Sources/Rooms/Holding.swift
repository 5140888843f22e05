/// Texts that wait for staff before anybody else sees them.
public struct Holding: Equatable, Sendable {
    /// Why a text waits.
    public enum Why: UInt8, CaseIterable, Sendable {
        /// All texts do.
        case all = 1
        case number = 2
        case link = 3
        /// One of the room's own words.
        case word = 4
        /// The first text of somebody.
        case newcomer = 5
        /// It was written long before it came.
        case late = 6
        /// Nobody of the staff is here.
        case unattended = 7
    }

    /// One text that waits.
    public struct Text: Equatable, Sendable {
        /// From 1 in each room; staff name it so.
        public let number: UInt32
        /// The first reason that was found; there may be others.
        public let why: Why
        /// As it will be said.
        public internal(set) var saying: Saying
        /// When it was held, which is not when it is said.
        public let time: Moment
        /// Where its words stand.
        public let at: Position
    }

    /// In the order in which they came.
    public internal(set) var texts: [Text] = []
    var last: UInt32 = 0
    /// Where the words stand for which texts are held; nil: there are none.
    public internal(set) var wordsAt: Position?
    /// Those who have been heard here since the first texts of newcomers are held; ordered.
    var known: [PersonID] = []

    var naming: [Position] { texts.map(\.at) + [wordsAt].compactMap(\.self) }

    /// The text with this number.
    public subscript(number: UInt32) -> Text? { texts.first { $0.number == number } }

    /// Whether somebody has been heard here.
    public func knows(_ person: PersonID) -> Bool { known.contains(person) }
}

/// What texts are held for besides all of them, as a room has it set.
public struct Screens: OptionSet, Sendable {
    /// One bit a screen, as the log has it (`RoomSetting.screen`): each means the same for ever.
    public let rawValue: UInt32

    /// From a setting's value; bits that are no screen's are kept.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// What looks like a telephone number.
    public static let numbers = Screens(rawValue: 1)
    /// What looks like an address on the web.
    public static let links = Screens(rawValue: 2)
    /// The room's own list.
    public static let words = Screens(rawValue: 4)
    /// The first text of whoever has not been heard in the room.
    public static let newcomers = Screens(rawValue: 8)
    /// What was written long before it came, as its own tag says.
    public static let late = Screens(rawValue: 16)
}

extension Holding {
    mutating func apply(_ event: CircleEvent, position: Position, time: Moment) {
        switch event {
        case .held(let number, let saying, let why):
            last = max(last, number)
            texts.append(
                Text(number: number, why: why, saying: saying, time: time, at: position))
        case .heldEnded(let at, _, _): texts.removeAll { $0.at == at }
        case .wordsSet(let hasWords, _): wordsAt = hasWords ? position : nil
        default: break
        }
    }

    /// Notes that somebody was heard.
    mutating func note(heard person: PersonID) {
        guard !known.contains(person), known.count < Limit.spoken else { return }
        known.append(person)
        known.sort()
    }

    mutating func identify(_ person: PersonID, as known: PersonID) {
        for index in texts.indices where texts[index].saying.by == person {
            texts[index].saying.by = known
        }
        if self.known.contains(person) { note(heard: known) }
    }

    func write(to out: inout ByteWriter) {
        out.list(texts) {
            $0.put($1.number)
            $0.put($1.why.rawValue)
            $1.saying.write(to: &$0)
            $0.put($1.time)
            $0.put($1.at)
        }
        out.put(last)
        out.put(wordsAt)
        out.list(known) { $0.put($1) }
    }

    init(from: inout ByteReader) throws(CodingError) {
        texts = try from.list { from throws(CodingError) in
            Text(
                number: try from.take(UInt32.self), why: try from.choice(Why.self),
                saying: try Saying(from: &from), time: try from.moment(),
                at: try from.position())
        }
        last = try from.take(UInt32.self)
        wordsAt = try from.optionalPosition()
        known = try from.list { from throws(CodingError) in try from.person() }
    }
}

extension Centre {
    /// A text that is to wait.
    ///
    /// - Throws: `circle(.heldFull)` where so many of theirs, or of the room's, wait already.
    public func hold(
        _ saying: Saying, words: [UInt8], in id: RoomID, because why: Holding.Why
    ) throws(Refusal) -> Fact {
        guard let room = rooms[id] else { throw .noSuchRoom }
        let texts = room.circle.holding.texts
        guard texts.count < Limit.held,
            texts.count(where: { $0.saying.by == saying.by }) < Limit.heldEach
        else { throw .circle(.heldFull) }
        return Fact(
            .circle(id, .held(number: room.circle.holding.last &+ 1, saying, why)), words: words,
            owner: saying.by.owner)
    }

    /// Lets a text be said, by its author and now.
    ///
    /// - Parameter words: as they were held, with the time when it was written.
    public func release(
        _ number: UInt32, in id: RoomID, as message: MessageID, tagged: Bool, words: [UInt8],
        by actor: Actor
    ) throws(Refusal) -> [Fact] {
        let text = try heldText(number, id, actor)
        var saying = text.saying
        saying.id = message
        saying.tagged = tagged
        return [
            Fact(.said(id, saying), words: words),
            Fact(.circle(id, .heldEnded(at: text.at, released: true, by: actor.person))),
        ]
    }

    /// What staff decided over a held text, before it is forgotten.
    ///
    /// Whoever wrote it in a session that is over meanwhile spoke there; one that was refused is
    /// not asked of staff again when its client sends it again.
    mutating func noteDecided(_ event: CircleEvent, in id: RoomID) {
        guard case .heldEnded(let at, let released, _) = event,
            let held = rooms[id]?.circle.holding.texts.first(where: { $0.at == at })
        else { return }
        guard released else { return sent.note(refused: held, at: time) }
        guard held.saying.above.isEmpty, let index = meetings.index(forKey: id) else { return }
        meetings.values[index].speak(held.saying.by, then: held.time)
    }

    /// Does not let a text be said; its words go.
    public func refuse(
        _ number: UInt32, in id: RoomID, reason: [UInt8]?, by actor: Actor
    ) throws(Refusal) -> Fact {
        let text = try heldText(number, id, actor)
        return Fact(
            .circle(id, .heldEnded(at: text.at, released: false, by: actor.person)),
            words: reason)
    }

    /// The text, for those who decide over it: whoever moderates there, and never its author.
    public func heldText(
        _ number: UInt32, _ id: RoomID, _ actor: Actor
    ) throws(Refusal) -> Holding.Text {
        let room = try moderatedRoom(id, actor)
        guard let text = room.circle.holding[number], text.saying.by != actor.person else {
            throw .circle(.notHeld)
        }
        return text
    }

    /// Another list of words for which texts are held; empty: none.
    public func setWords(
        _ words: [[UInt8]], of id: RoomID, by actor: Actor
    ) throws(Refusal) -> Fact {
        _ = try moderatedRoom(id, actor)
        guard words.count <= Limit.screenWords else {
            throw .tooMany(limit: Limit.screenWords)
        }
        return Fact(
            .circle(id, .wordsSet(hasWords: !words.isEmpty, by: actor.person)),
            words: words.isEmpty ? nil : Words.pack(words))
    }
}
