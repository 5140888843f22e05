public import Rooms
import Wire

/// Tokens, by which the bundled client comes back without a password: 32 random bytes, of which
/// only a hash is kept.
extension House {
    /// `TOKEN NEW`
    static func token(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard house.asking(turn).id.account != nil else {
            return turn.standard(.fail, "ACCOUNT_REQUIRED", "", .devicesNeedAccount)
        }
        guard CommandName(turn.message[0]) == "NEW" else {
            return turn.refuseVerb("TOKEN", known: ["NEW"])
        }
        turn.asks.append(.mint(turn.connection))
    }

    /// Gives a token that has been drawn.
    mutating func settleToken(_ token: MintedToken?, _ turn: inout Turn) {
        do throws(Refusal) {
            try give(token, &turn)
        } catch {
            turn.refuse(error, about: [])
        }
    }

    private mutating func give(_ token: MintedToken?, _ turn: inout Turn) throws(Refusal) {
        guard let client = people.clients[turn.connection], let account = turn.person?.account
        else { return }
        guard let token else { throw .storageFull }
        let certificate = client.peer.certificate
        let device = certificate.isEmpty ? nil : key(of: certificate)
        try commit(Fact(.access(.tokenGiven(account, token.key, device: device))), &turn)
        var signIn = client.signIn
        signIn.token = token.key
        move(.signInMoved(turn.connection, SignInState(signIn: signIn)), &turn)
        let until = turn.now.advanced(seconds: Rooms.Limit.tokenSeconds)
        let text = Base64.encode(token.bytes[...])
        turn.standard(
            .note, "TOKEN", "\(name(of: account)) \(text) \(Shown.time(until))", .tokenGiven,
            text, localTime(until, turn))
    }

    /// Whose token it is, now that its hash is known.
    func owner(
        ofToken key: NameKey, named given: [UInt8], on peer: Peer, _ turn: Turn
    ) -> AccountID? {
        let device = peer.certificate.isEmpty ? nil : self.key(of: peer.certificate)
        guard isOwn(given), let id = centre.access.owner(of: key, device: device, at: turn.now),
            centre.account(id)?.name == self.key(Greeting.parts(given).name[...])
        else { return nil }
        return id
    }
}

/// A token that has just been drawn.
public struct MintedToken: Equatable, Sendable {
    /// 32 random bytes.
    public let bytes: [UInt8]
    /// The first sixteen bytes of their SHA-256.
    public let key: NameKey

    /// - Parameter key: computed outside and not checked here: this module has no SHA-256.
    public init(bytes: [UInt8], key: NameKey) {
        self.bytes = bytes
        self.key = key
    }
}
