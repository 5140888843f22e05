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
    /// How long a message that is sent again is known: seven days.
    public static let sentTokenSeconds: Int64 = 7 * 24 * 3600
    /// Accounts enrolled in one room.
    public static let enrolled = 2_000
    /// Changes of a room's rule of history that are remembered.
    public static let eras = 50
    /// Stays of one account in one room that are remembered; the oldest goes first.
    public static let stays = 200
    /// People with whom one has exchanged private words, as far as a list of conversations goes.
    public static let correspondents = 500
}
