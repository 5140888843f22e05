import Rooms
import Wire

/// The commands that ask about the server itself. There is one: what names another is answered 402.
extension House {
    /// Whether a target means this server: its name, a mask of it, or somebody whom the asker sees.
    func isHere(_ target: ArraySlice<UInt8>, _ own: Person) -> Bool {
        if target.isEmpty || Glob.matches(target, welcome.server[...]) { return true }
        return people.person(nicked: key(target)).map { sees(own, $0) } ?? false
    }

    /// One line about the network.
    func about(_ turn: Turn) -> Line {
        welcome.about.map { Line($0) } ?? Phrase.serverInfo.text(turn.language)
    }

    /// Answers 402 to a target that is not here.
    private func answers(_ index: Int, _ turn: inout Turn) -> Bool {
        guard let target = turn.message.text(index), !isHere(target, asking(turn)) else {
            return true
        }
        turn.numeric(.noSuchServer, Line(Shown.middle(target)), .noSuchServer)
        return false
    }

    /// `MOTD [<server>]`
    static func motd(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        if house.answers(0, &turn) { house.writeMOTD(&turn) }
    }

    /// `TIME [<server>]`
    static func time(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard house.answers(0, &turn) else { return }
        var text: [UInt8] = []
        Timestamp.write(milliseconds: turn.now.milliseconds, to: &text)
        let seconds = Int(turn.now.milliseconds / 1000)
        turn.numeric(.time, "\(house.welcome.server) \(seconds) 0 :\(text)")
    }

    /// `VERSION [<server>]`: the version, and what is supported.
    static func version(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard house.answers(0, &turn) else { return }
        let welcome = house.welcome
        turn.numeric(.version, "\(welcome.version) \(welcome.server) :\(welcome.network)")
        house.writeSupported(&turn)
    }

    /// `INFO [<server>]`
    static func info(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard house.answers(0, &turn) else { return }
        let since = house.localTime(house.welcome.started, turn)
        turn.numeric(.info, .infoWhat, house.welcome.version)
        turn.numeric(.info, .infoSince, since)
        turn.numeric(.endOfInfo, .endOfInfo)
    }

    /// `ADMIN [<server>]`: no names of people; whom to ask, and the help numbers.
    static func admin(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard house.answers(0, &turn) else { return }
        turn.numeric(.adminMe, Line(house.welcome.server), .adminOf)
        turn.numeric(.adminLocation1, ":\(house.welcome.network)")
        let help = house.welcome.help.first ?? house.welcome.version
        turn.numeric(.adminLocation2, ":\(Shown.cut(help[...], to: Limit.motdBytes))")
        turn.numeric(.adminEmail, .adminAsk)
    }

    /// `STATS <letter> [<server>]`: `u` says how long the server has been up; what else servers
    /// used to tell is nobody's concern.
    static func stats(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let letter = Shown.middle(turn.message[0])
        guard house.answers(1, &turn) else { return }
        if letter == Array("u".utf8) {
            let up = max(0, turn.now.milliseconds - house.welcome.started.milliseconds) / 1000
            var clock = Line("\(Int(up / 3600 % 24)):").bytes
            clock.write(decimal: Int(up / 60 % 60), width: 2)
            clock.append(UInt8(ascii: ":"))
            clock.write(decimal: Int(up % 60), width: 2)
            let days = Line("\(Int(up / 86_400))").bytes
            turn.numeric(.statsUptime, .serverUp, days, clock)
        }
        turn.numeric(.endOfStats, Line(letter), .endOfStats)
    }

    /// `LINKS`: this server alone.
    static func links(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let server = house.welcome.server
        turn.numeric(.links, "\(server) \(server) :0 \(house.about(turn))")
        turn.numeric(.endOfLinks, "*", .endOfLinks)
    }

    /// `USERS` and `SUMMON` told who sat at the server's own terminals, and called them.
    static func users(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        turn.numeric(.usersDisabled, .usersDisabled)
    }

    static func summon(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        turn.numeric(.summonDisabled, .summonDisabled)
    }
}
