/// The bounds of a centre. Each is there so that no one person can bloat it.
public enum Limit {
    /// Rooms of one centre, worker channels among them.
    public static let rooms = 100_000
    /// Rooms that one person may be in at once (CHANLIMIT).
    public static let roomsEach = 100
    /// Entries in a room's three mask lists together (MAXLIST).
    public static let masks = 100
    /// Accounts of one centre.
    public static let accounts = 100_000
    /// Devices that sign in for one account.
    public static let devices = 8
    /// Invitations that wait in one room; the oldest goes first.
    public static let invitations = 500
    /// Former names of one room that are still known; the oldest goes first.
    public static let formerNames = 8
    /// Read markers of one person; the one that stands longest ago goes first.
    public static let markers = 2_000
    /// Carers of one worker channel besides the parent.
    public static let carers = 4
    /// Tokens of sent messages that are kept of one account; the oldest go first.
    public static let sentTokens = 2_000
    /// Tokens of texts that staff have refused, kept of one account; the oldest go first. More
    /// than a person writes in a week of meetings.
    public static let refusedTokens = 100
    /// How long a message that is sent again is known: seven days.
    public static let sentTokenSeconds: Int64 = 7 * 24 * 3600
    /// Milliseconds of texts that are wiped together: so much longer than promised the first of
    /// them may stay.
    static let keepingGrain: Int64 = 15 * 60_000
    /// Pieces of the log that are counted for one room; where there are more,
    /// neighbours become one.
    static let stretches = 256
    /// Accounts enrolled in one room.
    public static let enrolled = 2_000
    /// Changes of a room's rule of history that are remembered.
    public static let eras = 50
    /// Stays of one account in one room that are remembered; the oldest goes first.
    public static let stays = 200
    /// Sessions of one room that are planned.
    public static let sessionsPlanned = 60
    /// Sessions of a series that are planned ahead.
    public static let sessionsAhead = 4
    /// Sessions of one room that are over and remembered, the one that was closed last among them.
    public static let sessionsKept = 12
    /// How long a session may be: five minutes to eight hours.
    public static let sessionSeconds: ClosedRange<Int64> = 300...8 * 3600
    /// How long a session is that was not planned: ninety minutes.
    public static let sessionSecondsUsual: Int64 = 5400
    /// How far ahead sessions are planned: two years.
    public static let planningSeconds: Int64 = 2 * 366 * 86_400
    /// A session that begins within this time is the one that OPEN means: one hour.
    public static let openingSeconds: Int64 = 3600
    /// Those on the list are reminded a day before a session.
    public static let reminderSeconds: Int64 = 86_400
    /// Where a room says nothing else, staff see who waits from twenty minutes before a session on,
    public static let lobbySeconds: UInt32 = 1_200
    /// those who are a quarter of an hour late come in by themselves,
    public static let lateSeconds: UInt32 = 900
    /// and the place of who is cut off is kept for three minutes.
    public static let graceSeconds: UInt32 = 180
    /// How long a session that is over can be read where it was.
    public static let closingSeconds: Int64 = 900
    /// Who is cut off within this time is told of in one line.
    public static let cutSeconds: Int64 = 5
    /// After a restart of the server staff have this time, and that of a cut, to be back.
    public static let returnSeconds: Int64 = 25
    /// A session that nobody of the staff looks after is closed after ten minutes.
    public static let unattendedSeconds: Int64 = 600
    /// For the next date of a series that is free so many are looked at.
    static let weeksLookedAhead = 500
    /// Where people wait and nobody has opened a session, somebody is called after five minutes.
    public static let unopenedSeconds: Int64 = 300
    /// A figure is never of fewer people's moods.
    public static let moodsAtLeast = 3
    /// Things that those on a room's list are yet to be told; the oldest go first.
    public static let noticesOwed = 8_000
    /// People with whom one has exchanged private words, as far as a list of conversations goes.
    public static let correspondents = 500
    /// Codes of one centre that are open at once: the more there are, the sooner one is guessed.
    public static let codes = 2_000
    /// Codes of one maker that are open at once.
    public static let codesEach = 50
    /// Rooms that one code enrols in.
    public static let invitationRooms = 10
    /// Tokens of one account; the oldest goes first.
    public static let tokens = 8
    /// How long a token signs in: thirty days.
    public static let tokenSeconds: Int64 = 30 * 86_400
    /// Renewals of one account's access that are remembered.
    public static let renewals = 4
    /// How long a person is told of a renewal at each sign-in: somebody else may have signed in
    /// first.
    public static let renewalToldSeconds: Int64 = 7 * 86_400
    /// The longest turn that is still to come; a longer one is given anew.
    public static let turnSeconds: Int64 = 3600
    /// How long before its end the one who speaks is told.
    public static let turnWarningSeconds: Int64 = 30
    /// By how much the end of a turn is put off while a long text is on its way.
    public static let overtimeSeconds: Int64 = 10
    /// How often, so that nobody keeps the floor by beginning one text after another.
    public static let overtimes: UInt8 = 12
    /// How long the floor is kept for somebody who was cut off.
    public static let floorAwaySeconds: Int64 = 180
    /// The longest phase: an evening.
    public static let phaseSeconds: Int64 = 6 * 3600
    /// How many minutes before the end of a phase staff are told.
    public static let phaseMinutes: [UInt8] = [5, 1]
    /// The longest mute.
    public static let muteSeconds: Int64 = 7 * 86_400
    /// Accounts that one room keeps out.
    public static let bans = 500
    /// People of whom a room where they write slowly knows when they wrote.
    public static let spoken = 2_000
    /// Reports that one account has open at once.
    public static let reportsEach = 20
    /// Reports that a centre has open at once.
    public static let reports = 1_000
    /// Copies that a centre keeps of what was taken back. More displace the oldest.
    public static let copies = 1_000
    /// Copies of one author's texts among them: nobody displaces those of all others.
    public static let copiesEach = 100
    /// For how long what is taken back leaves a copy for the lead: a day after it was said.
    public static let copySeconds: Int64 = 86_400
    /// Texts that wait in one room.
    public static let held = 200
    /// Texts of one person that wait there.
    public static let heldEach = 10
    /// Words for which one room holds texts.
    public static let screenWords = 50
    /// Side rooms of one room at once.
    public static let asides = 5
}
