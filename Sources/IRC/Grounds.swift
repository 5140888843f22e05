import Rooms

/// On what grounds a connection is taken for an account's, before it is registered: what was so
/// when it signed in.
///
/// A sign-in and a registration are two moments, and a hash lies between a password and its
/// answer. Whoever has lost their way in meanwhile must not come in by having begun before; so it
/// is asked again, each time, whether all of this is still so.
struct Grounds: Equatable, Sendable {
    let account: AccountID
    /// Where in the log the account's password was set; a new one ends every way in.
    let passwordAt: Position?
    /// The certificate that the connection has shown, where it signed in for the account.
    let device: NameKey?
    /// The token that it has shown.
    var token: NameKey?
}

extension House {
    /// What is so now of an account and a connection that claims to be its own.
    func grounds(
        for account: AccountID, _ peer: Peer, token: NameKey? = nil
    ) -> Grounds {
        let device = peer.certificate.isEmpty ? nil : key(of: peer.certificate)
        let isOwn = device.flatMap { centre.account(certified: $0)?.id } == account
        return Grounds(
            account: account, passwordAt: centre.account(account)?.passwordAt,
            device: isOwn ? device : nil, token: token)
    }

    /// Whether nothing was taken from the account since that let the connection in.
    func holds(_ grounds: Grounds, on peer: Peer, at now: Moment) -> Bool {
        guard let account = centre.account(grounds.account),
            account.passwordAt == grounds.passwordAt
        else { return false }
        if let device = grounds.device, centre.account(certified: device)?.id != account.id {
            return false
        }
        guard let token = grounds.token else { return true }
        let shown = peer.certificate.isEmpty ? nil : key(of: peer.certificate)
        return centre.access.owner(of: token, device: shown, at: now) == account.id
    }

    /// The end of a claim: who it is, if what it rests on is still so.
    func conclude(
        _ signIn: inout SignIn, as account: AccountID, on peer: Peer, _ turn: Turn
    ) -> Verdict {
        guard let asked = signIn.asked, asked.account == account,
            holds(asked, on: peer, at: turn.now)
        else { return .failed }
        signIn.grounds = asked
        signIn.token = asked.token
        return .signedIn(account)
    }
}
