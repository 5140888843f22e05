/// The centre said no, and the person can do something about it.
///
/// Cases carry facts, never sentences: words are chosen where the reply is written.
public enum Refusal: Error, Equatable, Sendable {
    /// No such room for this person: it may exist for others.
    case noSuchRoom
    /// No such account, or none that this person may know of.
    case noSuchAccount
    /// The person is not in the room.
    case notInRoom
    /// The one it is about is not in the room.
    case otherNotInRoom
    /// The account is not on the room's list.
    case notEnrolled
    /// The one it is about is there already.
    case alreadyThere
    /// The account answers for so many worker channels, which must be handed over first.
    case hasCharges(Int)
    /// The person's place does not allow it.
    case notAllowed(Act)
    /// Words from this person are not taken in this room now.
    case cannotSpeak(Silence)
    case inviteOnly
    case banned
    case wrongKey
    /// The room has as many members as its limit allows.
    case full
    case tooManyRooms(limit: Int)
    case tooManyMasks(limit: Int)
    case tooManyAccounts(limit: Int)
    /// The name is taken, or looks like one that is.
    case nameTaken
    /// The certificate signs in for another account.
    case deviceTaken
    case noSuchDevice
    case tooManyDevices(limit: Int)
    /// The account does not have the role that this asks for.
    case wrongRole(needed: Roles)
    /// The disk is full: nothing can be written down, so nothing can be said.
    case storageFull
    /// The line that others would get is longer than lines may be; words are never cut.
    case tooLong
}

/// Why words are not taken.
public enum Silence: Equatable, Sendable {
    /// `+m`: only those with a prefix speak.
    case moderated
    /// `+n`: only members speak.
    case external
    case banned
    /// `+C`: no CTCP here.
    case noCTCP
    /// A parent to a parent.
    case betweenParents
    /// A parent to staff: there is the worker channel.
    case parentToStaff
    /// Staff to a parent: there is the worker channel, or the room.
    case staffToParent
}
