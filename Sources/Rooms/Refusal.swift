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
    /// Something about the room's sessions or its door.
    case session(SessionFault)
    case inviteOnly
    case banned
    case wrongKey
    /// The room looks for something that stands in the person's nickname.
    case nicknameScreened
    /// The room has as many members as its limit allows.
    case full
    case tooManyRooms(limit: Int)
    /// The room's mask lists are full together; it was to be put on this one.
    case tooManyMasks(MaskList)
    /// There are as many of what it is about as there may be.
    case tooMany(limit: Int)
    /// The name is taken, or looks like one that is.
    case nameTaken
    /// The certificate signs in for another account.
    case deviceTaken
    case noSuchDevice
    /// No open code of this number, or none that is this person's.
    case noSuchCode
    case tooManyCodes(limit: Int)
    case tooManyDevices(limit: Int)
    /// Nothing of the kind was asked for, or too long ago.
    case noSuchWish
    /// The account does not have the role that this asks for.
    case wrongRole(needed: Roles)
    /// What was asked does not fit how the group of the room is run now.
    case circle(CircleRefusal)
    /// The disk is full: nothing can be written down, so nothing can be said.
    case storageFull
    /// The line that others would get is longer than lines may be; words are never cut.
    case tooLong
}

/// What cannot be done with a room's sessions, or at its door.
public enum SessionFault: Equatable, Sendable {
    /// Those who see the figures do not say how they are.
    case moodOfStaff
    /// No such session.
    case none
    /// A session is open already.
    case open
    case notOpen
    /// It would begin in the past.
    case past
    /// It would begin too far ahead.
    case tooFar
    /// It would be too short or too long.
    case length
    /// With what there is already it would be too long.
    case tooLong
    /// Another is at that time.
    case overlaps
    case tooMany
    /// Nobody of that name waits.
    case notWaiting
    /// Nobody waits at all.
    case nobodyWaits
    /// How one was is said already.
    case moodSaid
    /// The one who asks was turned away until the session is over.
    case denied
    /// The room has no ground rules.
    case noRules
    /// The rules have another version now.
    case otherRules(UInt32)
    /// Another session is open than is meant.
    case otherOpen(UInt32)
    /// It is to be then, and that is too far ahead.
    case notYet(Moment)
}

/// Why words are not taken.
public enum Silence: Equatable, Sendable {
    /// `+m`: only those with a prefix speak.
    case moderated
    /// The room is only read: no session is open.
    case shut
    /// `+n`: only members speak.
    case external
    case banned
    /// `+C`: no CTCP here.
    case noCTCP
    /// Somebody else has the floor, or nobody.
    case notYourTurn
    /// Only staff hear them.
    case muted(until: Moment)
    /// A parent to a parent.
    case betweenParents
    /// A parent to staff: there is the worker channel.
    case parentToStaff
    /// Staff to a parent: there is the worker channel, or the room.
    case staffToParent
}
