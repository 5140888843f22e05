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
        default: turn.refuseVerb("DEVICE", known: ["ADD", "LIST", "DROP"])
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
            tell(Self.short(words(device.at)), since: device.since, .deviceRow, &turn)
        }
        for token in centre.access.tokens(of: account) where token.expires > turn.now {
            tell(Self.short(token.key.bytes), since: token.since, .tokenRow, &turn)
        }
        turn.standard(.note, "END", "", .endOfList)
    }

    private func tell(
        _ beginning: [UInt8], since: Moment, _ phrase: Phrase, _ turn: inout Turn
    ) {
        turn.standard(
            .note, "DEVICE", "\(beginning) \(Shown.time(since))", phrase, beginning,
            localTime(since, turn))
    }

    /// Takes a device or a token off the list, and cuts its connections at once.
    private mutating func dropDevice(
        _ account: AccountID, _ turn: inout Turn
    ) throws(Refusal) {
        let given = Name.folded(turn.message[1])
        let devices = (centre.account(account)?.devices ?? []).filter {
            Shown.hexadecimal(words($0.at)).starts(with: given)
        }
        let tokens = centre.access.tokens(of: account).filter {
            Shown.hexadecimal($0.key.bytes).starts(with: given)
        }
        guard devices.count + tokens.count == 1, given.count >= Self.shortest else {
            return turn.refuse(.noSuchDevice, about: given)
        }
        if let device = devices.first {
            let fingerprint = words(device.at)
            try commit(try centre.drop(device.key, of: account), &turn)
            tellDropped(fingerprint, .deviceDropped, &turn)
            cut(PersonID(account), saying: .deviceCut, &turn) {
                $0.peer.certificate == fingerprint
            }
        } else if let token = tokens.first {
            try commit(Fact(.access(.tokenDropped(account, token.key))), &turn)
            tellDropped(token.key.bytes, .tokenDropped, &turn)
            cut(PersonID(account), saying: .deviceCut, &turn) { $0.signIn.token == token.key }
        }
    }

    private func tellDropped(_ fingerprint: [UInt8], _ phrase: Phrase, _ turn: inout Turn) {
        turn.standard(.note, "DEVICE_DROPPED", Line(Self.short(fingerprint)), phrase)
    }

    /// How many digits tell a device from others at least.
    private static let shortest = 4

    /// The beginning of a fingerprint, as people compare it.
    static func short(_ fingerprint: [UInt8]) -> [UInt8] {
        Shown.hexadecimal(fingerprint.prefix(6))
    }
}
