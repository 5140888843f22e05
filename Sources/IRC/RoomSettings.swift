import Rooms
import Wire

/// One key of ROOM SET: what it is called and what may stand behind the `=`.
struct RoomKey: Sendable {
    enum Shape: Sendable {
        /// Words, with the numbers that stand for them in the log.
        case choice([(word: String, value: UInt32)])
        /// A length of time (`Length`); at least and at most so many seconds.
        case span(ClosedRange<UInt32>)
        /// A whole number.
        case count(ClosedRange<UInt32>)
        /// An account of the staff, or `none`.
        case account
        /// Any of these, with `,` between them, or `none`; each a bit of the number.
        case flags([(word: String, bit: UInt32)])
        /// The same, or `off`, which is 0.
        case spanOrOff(ClosedRange<UInt32>)
    }

    let setting: RoomSetting
    let name: String
    let shape: Shape
    /// What holds until it is set; nil: what the centre says.
    var standard: UInt32?

    /// Every key, in the order in which ROOM SHOW tells them.
    static let all: [RoomKey] = [
        RoomKey(
            setting: .history, name: "history",
            shape: .choice([
                ("attended", UInt32(HistoryRule.attended.rawValue)),
                ("all", UInt32(HistoryRule.all.rawValue)),
                ("none", UInt32(HistoryRule.none.rawValue)),
            ])),
        RoomKey(setting: .keep, name: "keep", shape: .span(3600...315_360_000)),
        RoomKey(
            setting: .between, name: "between",
            shape: .choice([
                ("closed", Between.closed.rawValue), ("open", Between.open.rawValue),
            ]), standard: Between.open.rawValue),
        RoomKey(setting: .seats, name: "seats", shape: .count(0...2_000), standard: 0),
        RoomKey(
            setting: .lobby, name: "lobby", shape: .span(60...86_400),
            standard: Rooms.Limit.lobbySeconds),
        RoomKey(
            setting: .late, name: "late", shape: .span(60...86_400),
            standard: Rooms.Limit.lateSeconds),
        RoomKey(
            setting: .grace, name: "grace", shape: .span(10...3600),
            standard: Rooms.Limit.graceSeconds),
        RoomKey(setting: .standIn, name: "stand-in", shape: .account, standard: 0),
        RoomKey(
            setting: .presence, name: "presence",
            shape: .choice([
                ("shown", PresenceRule.shown.rawValue), ("hidden", PresenceRule.hidden.rawValue),
            ]), standard: PresenceRule.shown.rawValue),
        RoomKey(
            setting: .speak, name: "speak",
            shape: .choice([
                ("open", UInt32(SpeakingRule.open.rawValue)),
                ("turns", UInt32(SpeakingRule.turns.rawValue)),
            ]), standard: UInt32(SpeakingRule.open.rawValue)),
        RoomKey(
            setting: .hold, name: "hold", shape: .choice([("off", 0), ("on", 1)]), standard: 0),
        RoomKey(
            setting: .screen, name: "screen",
            shape: .flags([
                ("numbers", Screens.numbers.rawValue), ("links", Screens.links.rawValue),
                ("words", Screens.words.rawValue), ("newcomers", Screens.newcomers.rawValue),
                ("late", Screens.late.rawValue),
            ]), standard: 0),
        RoomKey(setting: .slow, name: "slow", shape: .spanOrOff(5...3600), standard: 0),
        RoomKey(setting: .turn, name: "turn", shape: .spanOrOff(10...3600), standard: 0),
    ]

    static func named(_ name: ArraySlice<UInt8>) -> RoomKey? {
        all.first { $0.name.utf8.elementsEqual(Name.folded(name)) }
    }

    /// The number for what was written; nil where it is no value of this key.
    func value(_ text: ArraySlice<UInt8>) -> UInt32? {
        switch shape {
        case .choice(let words):
            words.first { $0.word.utf8.elementsEqual(Name.folded(text)) }?.value
        case .flags where Name.folded(text) == Array("none".utf8): 0
        case .flags(let words): Self.bits(text, of: words)
        case .spanOrOff where Name.folded(text) == Array("off".utf8): 0
        case .span(let bounds), .spanOrOff(let bounds):
            Length.seconds(text).flatMap { UInt32(exactly: $0) }.flatMap { bounds ~= $0 ? $0 : nil }
        case .count(let bounds):
            text.allSatisfy { 0x30...0x39 ~= $0 }
                ? UInt32(String(decoding: text, as: UTF8.self)).flatMap {
                    bounds ~= $0 ? $0 : nil
                } : nil
        case .account: Name.folded(text) == Array("none".utf8) ? 0 : nil
        }
    }

    private static func bits(
        _ text: ArraySlice<UInt8>, of words: [(word: String, bit: UInt32)]
    ) -> UInt32? {
        var bits: UInt32 = 0
        for part in text.split(separator: UInt8(ascii: ",")) {
            let word = words.first { $0.word.utf8.elementsEqual(Name.folded(part)) }
            guard let word else { return nil }
            bits |= word.bit
        }
        return bits == 0 ? nil : bits
    }

    func text(_ value: UInt32) -> String {
        switch shape {
        case .choice(let words): words.first { $0.value == value }?.word ?? "\(value)"
        case .count: "\(value)"
        case .account: "none"
        case .flags where value == 0: "none"
        case .flags(let words):
            words.filter { value & $0.bit != 0 }.map(\.word).joined(separator: ",")
        case .spanOrOff where value == 0: "off"
        case .span, .spanOrOff: String(decoding: Length.text(seconds: Int64(value)), as: UTF8.self)
        }
    }
}

extension House {
    /// `ROOM NEW <room> [:<title>]`, `ROOM SET <room> <key>=<value>…`, `ROOM SHOW <room>`
    static func room(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard let name = turn.message.text(1) else {
            return turn.refuseVerb("ROOM", known: roomVerbs)
        }
        switch CommandName(turn.message[0]) {
        case "NEW": house.makeRoom(name, &turn)
        case "SET":
            house.attempt(name, &turn) { house, turn throws(Refusal) in
                try house.setRoom(name, &turn)
            }
        case "SHOW":
            house.attempt(name, &turn) { house, turn throws(Refusal) in
                try house.showSettings(name, &turn)
            }
        default: turn.refuseVerb("ROOM", known: roomVerbs)
        }
    }

    private static let roomVerbs: [CommandName] = ["NEW", "SET", "SHOW"]

    private mutating func setRoom(
        _ name: ArraySlice<UInt8>, _ turn: inout Turn
    ) throws(Refusal) {
        let actor = actor(asking(turn).id)
        guard let id = centre.room(named: key(name)) else { throw .noSuchRoom }
        let room = try centre.shapeable(id, actor)
        guard turn.message.count > 2 else { return turn.refuseMissing("ROOM") }
        var wanted: [(RoomSetting, UInt32)] = []
        for index in 2..<turn.message.count {
            for word in turn.message[index].split(separator: UInt8(ascii: " ")) {
                guard let setting = setting(word, of: room, &turn) else { return }
                wanted.append(setting)
            }
        }
        let before = room.settings
        for fact in try centre.set(wanted, of: id, by: actor) { try commit(fact, &turn) }
        guard let now = centre.rooms[id] else { return }
        for (setting, _) in wanted { writeSetting(setting, of: now, &turn) }
        turn.standard(.note, "END", Line(self.name(of: now)), .endOfList)
        if now.settings.history != before.history { tellRule(of: now, &turn) }
        if now.settings.keepSeconds != before.keepSeconds {
            for member in now.members { noteKeeping(id, to: member.person, &turn) }
        }
        if now.settings.hasTurns != before.hasTurns { try changeTurns(in: id, &turn) }
        if now.auditorium.isOn != room.auditorium.isOn { tellPresence(of: now, &turn) }
        // Whoever is in a room that is shut now waits like the others.
        if wanted.contains(where: { $0.0 == .between }) {
            try sendHome(from: id, .roomShutNow, &turn)
        }
    }

    /// `key=value`; nil, and said why, where it is none. Nothing is changed then.
    private func setting(
        _ word: ArraySlice<UInt8>, of room: Room, _ turn: inout Turn
    ) -> (RoomSetting, UInt32)? {
        let sides = word.split(separator: UInt8(ascii: "="), maxSplits: 1)
        let shown = Line("\(name(of: room)) \(Shown.middle(word))")
        guard let given = sides.first, let key = RoomKey.named(given) else {
            let names = RoomKey.all.map(\.name).joined(separator: ", ")
            turn.standard(
                .fail, "UNKNOWN_SETTING", shown, .unknownSetting, Array(names.utf8))
            return nil
        }
        guard sides.count == 2, let value = value(sides[1], of: key), fits(key, value, room)
        else {
            let phrase: Phrase = key.isAccount ? .standInInvalid : .invalidSetting
            turn.standard(.fail, "INVALID_SETTING", shown, phrase, key.choices)
            return nil
        }
        return (key.setting, value)
    }

    /// The number for what was written: that of an account of the staff, where one is asked for.
    private func value(_ text: ArraySlice<UInt8>, of key: RoomKey) -> UInt32? {
        if let value = key.value(text) { return value }
        guard case .account = key.shape, let account = centre.account(named: self.key(text)),
            account.roles.isStaff
        else { return nil }
        return account.id.number
    }

    /// A channel of the `open` policy does not remember who was there, and has no sessions.
    private func fits(_ key: RoomKey, _ value: UInt32, _ room: Room) -> Bool {
        if key.setting.isOfSessions, welcome.policy == .open { return false }
        let attended = UInt32(HistoryRule.attended.rawValue)
        return welcome.policy == .support || key.setting != .history || value != attended
    }

    private func showSettings(
        _ name: ArraySlice<UInt8>, _ turn: inout Turn
    ) throws(Refusal) {
        let actor = actor(asking(turn).id)
        guard let id = centre.room(named: key(name)), let room = centre.rooms[id],
            room.kind != .worker,
            centre.may(actor, .seeRoom, in: room) || centre.may(actor, .shape, in: room)
        else { throw .noSuchRoom }
        for key in RoomKey.all { writeSetting(key.setting, of: room, &turn) }
        turn.standard(.note, "END", Line(self.name(of: room)), .endOfList)
    }

    private func writeSetting(_ setting: RoomSetting, of room: Room, _ turn: inout Turn) {
        guard let key = RoomKey.all.first(where: { $0.setting == setting }) else { return }
        let value = inForce(setting, of: room)
        var shown = (value ?? key.standard).map { key.text($0) } ?? "default"
        if case .account = key.shape, let value, value > 0 {
            shown = String(decoding: self.name(of: AccountID(value)), as: UTF8.self)
        }
        turn.standard(
            .note, "SETTING", "\(name(of: room)) \(key.name)=\(shown)", .settingRow,
            Array(key.name.utf8), Array(shown.utf8))
    }

    /// What holds now; nil: what holds everywhere until it is set, or words are kept for ever.
    private func inForce(_ setting: RoomSetting, of room: Room) -> UInt32? {
        switch setting {
        case .history: UInt32(room.settings.history.rawValue)
        case .keep:
            centre.keepingSpan(of: room.id, under: welcome.keeping).map { UInt32(clamping: $0) }
        default: room.settings[setting]
        }
    }

    /// Everyone in the room is told who can read again from now on.
    private mutating func tellRule(of room: Room, _ turn: inout Turn) {
        let phrase: Phrase =
            switch room.settings.history {
            case .all: .historyForAll
            case .attended: .historyForAttended
            case .none: .historyForNone
            }
        let lead = Line(":\(Service.source) NOTICE \(name(of: room)) :")
        let members = room.members.map(\.person)
        for (line, group) in linesInEach(members, { lead + phrase.text($0) + "\r\n" }) {
            tell(audience(of: group), LineTags(time: turn.now), line.bytes, &turn)
        }
        if isIn(room.id, asking(turn).id) {
            let own = lead + phrase.text(turn.language) + "\r\n"
            tellOwn(LineTags(time: turn.now), own.bytes, &turn)
        }
    }
}

extension RoomKey {
    /// What may stand behind the `=`, for a sentence.
    fileprivate var choices: [UInt8] {
        switch shape {
        case .choice(let words): Array(words.map(\.word).joined(separator: ", ").utf8)
        case .flags(let words):
            Array((words.map(\.word) + ["none"]).joined(separator: ", ").utf8)
        case .span(let bounds), .spanOrOff(let bounds):
            Array("\(text(bounds.lowerBound)) … \(text(bounds.upperBound))".utf8)
        case .count(let bounds): Array("\(bounds.lowerBound) … \(bounds.upperBound)".utf8)
        case .account: []
        }
    }

    fileprivate var isAccount: Bool {
        if case .account = shape { true } else { false }
    }
}
