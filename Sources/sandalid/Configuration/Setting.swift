/// One key of the configuration: what may stand there, what stands there by default, and why.
///
/// The table in `SettingTable.swift` is the only place that knows the keys. Defaults, checks,
/// `deploy/sandali.example.yaml` and `sandalid config show` are all read from it.
struct Setting: Sendable {
    let key: String
    let shape: Shape
    /// As it would be written; a list for the shapes that are lists, otherwise one text.
    let standard: [String]
    /// Whether the value is hidden wherever settings are shown.
    let secret: Bool
    /// One or more sentences for whoever runs the server.
    let reason: String
    /// Whose it is to decide.
    var scope = Scope.server
    /// Whether a reload leaves it as it is, for only a restart can change it.
    var isFixed = false

    /// Whose a setting is.
    enum Scope: Equatable, Sendable {
        /// One for the whole server.
        case server
        /// Each centre's own. The server's file sets it for the default centre alone.
        case centre
        /// A centre's own, and the server's where the centre says nothing.
        case either
    }
}

/// A heading in the example file, with the settings below it.
struct Section: Sendable {
    let title: String
    let settings: [Setting]
}

/// What may stand at a key.
enum Shape: Equatable, Sendable {
    /// One line of text, which may be empty.
    case text(bytesMax: Int)
    /// Text without spaces.
    case word(bytesMax: Int)
    /// Letters, digits and hyphens: it becomes a file's name.
    case name
    /// A host name with a dot in it, as clients see it.
    case host
    /// A file or folder; relative ones start where the server was started.
    case path
    /// A password's hash in base 64, or nothing.
    case passwordHash
    /// A number; 0 switches the limit off where the range holds it.
    case number(ClosedRange<Int>)
    /// A length of time: `90m`, `24h`, `180d`; or `off`.
    case span
    /// `on` or `off`.
    case onOff
    /// One of a few words.
    case choice([String])
    /// A list of words, each one of a few.
    case choices([String])
    /// A clock's distance from UTC: `+05:00`.
    case offset
    /// A time zone of the tz database, such as `Asia/Dushanbe`, or nothing.
    case zone
    /// A list of lines.
    case lines(countMax: Int, bytesMax: Int)
    /// A list of words: names of the protocol, which have no spaces and no commas.
    case words(countMax: Int)
    /// A list of host names.
    case hosts(countMax: Int)
    /// A list of addresses with ports.
    case addresses(loopbackOnly: Bool)

    var isList: Bool {
        switch self {
        case .lines, .words, .choices, .hosts, .addresses: true
        default: false
        }
    }
}

/// A value that has the shape its key asks for.
enum SettingValue: Equatable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case lines([String])
    case addresses([ListenSetting])
}
