import Rooms
import Wire

/// Devices that sign in by the certificate which they show (SASL EXTERNAL).
extension House {
    /// `DEVICE ADD | LIST | DROP <fingerprint>`
    static func device(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard let account = house.asking(turn).id.account else {
            return turn.standard(.fail, "ACCOUNT_REQUIRED", "", .devicesNeedAccount)
        }
        switch CommandName(turn.message[0]) {
        case "ADD": try house.addDevice(account, &turn)
        case "LIST": house.listDevices(account, &turn)
        case "DROP" where turn.message.count > 1: try house.dropDevice(account, &turn)
        default: turn.numeric(.needMoreParameters, "DEVICE", .needMoreParameters)
        }
    }

    private mutating func addDevice(
        _ account: AccountID, _ turn: inout Turn
    ) throws(Refusal) {
        let certificate = people.clients[turn.connection]?.peer.certificate ?? []
        guard !certificate.isEmpty else {
            return turn.standard(.fail, "CERTIFICATE_REQUIRED", "", .certificateNeeded)
        }
        try commit(
            try centre.bind(key(of: certificate), fingerprint: certificate, to: account), &turn)
        turn.standard(.note, "DEVICE_ADDED", Line(Self.short(certificate)), .deviceAdded)
    }

    private func listDevices(_ account: AccountID, _ turn: inout Turn) {
        for device in centre.account(account)?.devices ?? [] {
            let fingerprint = Self.short(words(device.at))
            var since: [UInt8] = []
            Timestamp.write(milliseconds: device.since.milliseconds, to: &since)
            turn.standard(
                .note, "DEVICE", "\(fingerprint) \(since)", .deviceRow, fingerprint,
                localTime(device.since, turn))
        }
        turn.standard(.note, "END", "", .endOfList)
    }

    /// Takes a device off the list, and cuts its connections at once.
    private mutating func dropDevice(
        _ account: AccountID, _ turn: inout Turn
    ) throws(Refusal) {
        let given = Name.folded(turn.message[1])
        let devices = centre.account(account)?.devices ?? []
        let found = devices.filter { Self.hex(words($0.at)[...]).starts(with: given) }
        guard let device = found.first, found.count == 1, given.count >= Self.shortest else {
            return turn.refuse(.noSuchDevice, about: given)
        }
        let fingerprint = words(device.at)
        try commit(try centre.drop(device.key, of: account), &turn)
        turn.standard(.note, "DEVICE_DROPPED", Line(Self.short(fingerprint)), .deviceDropped)
        cut(PersonID(account), .deviceCut, &turn) { $0.peer.certificate == fingerprint }
    }

    /// Closes those of somebody's connections that are meant, and says why.
    mutating func cut(
        _ person: PersonID, _ why: Phrase, _ turn: inout Turn,
        where isMeant: (Client) -> Bool = { _ in true }
    ) {
        let text = why.text(language(of: person))
        for connection in people.persons[person]?.connections ?? []
        where people.clients[connection].map(isMeant) ?? false {
            if connection == turn.connection {
                turn.say("ERROR :\(text)")
                turn.closes = true
            } else {
                let line = Line("ERROR :\(text)\r\n").bytes
                turn.deliveries.append(.send(line, to: connection))
                turn.deliveries.append(.close(connection))
            }
            disconnect(connection, how: .quit, reason: nil, &turn)
        }
    }

    /// How many digits tell a device from others at least.
    private static let shortest = 4

    /// The beginning of a fingerprint, as people compare it.
    static func short(_ fingerprint: [UInt8]) -> [UInt8] { hex(fingerprint.prefix(6)) }

    private static func hex(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
