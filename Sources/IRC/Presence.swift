import Rooms
import Wire

/// USERHOST and ISON: the old questions about who is here.
extension House {
    /// `USERHOST <nick>{ <nick>}`, at most five.
    static func userhost(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let nicks = (0..<turn.message.count).map { turn.message[$0] }
        let rows = house.seen(nicks.prefix(Limit.userHostNames), turn).map { person in
            let mark = person.modes.contains(.operator_) ? "*" : ""
            let away = person.away == nil ? "+" : "-"
            return Line("\(person.nick)\(mark)=\(away)\(person.user)@\(house.welcome.host)").bytes
        }
        turn.list(.userHost, "", rows)
    }

    /// `ISON <nick>{ <nick>}`, as parameters or in one.
    static func ison(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        let nicks = (0..<turn.message.count).flatMap {
            turn.message[$0].split(separator: UInt8(ascii: " "))
        }
        turn.list(.isOn, "", house.seen(nicks[...], turn).map(\.nick))
    }

    /// Those of these nicknames who are here as far as the asker may know.
    private func seen(_ nicks: ArraySlice<ArraySlice<UInt8>>, _ turn: Turn) -> [Person] {
        let own = asking(turn)
        return nicks.compactMap { nick in
            people.person(nicked: key(nick)).flatMap { sees(own, $0) ? $0 : nil }
        }
    }
}
