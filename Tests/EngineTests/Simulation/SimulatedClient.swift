import IRC
import Wire

/// A command that somebody has typed.
struct Typed {
    let verb: String
    var argument = ""
    let line: String
    /// The number of the text that it carries.
    var word: Int?
    var label: String?
    /// What the text is known by when it is sent again.
    var token: String?
    var isAgain = false
    /// How far the ledger was when it was read, and how often its room had changed.
    var logged = 0
    var version = 0
}

/// One device of somebody of the centre, which connects, is lost and comes back.
struct SimulatedClient {
    /// The account's name, or nil for a guest.
    let account: String?
    let number: Int
    /// The nickname that it asks for.
    var nick: String
    var link: Link?
    /// How often it has connected.
    var visits: UInt32 = 0
    /// Texts that were not answered when the connection went, to be sent again.
    var unheard: [Typed] = []

    /// Ends the connection; texts with a token are kept.
    mutating func hangUp() {
        guard let link else { return }
        unheard += (link.unanswered + link.typed).filter { $0.token != nil }
        self.link = nil
    }
}

/// One connection as seen from outside, from its first byte to its last.
struct Link {
    let id: ConnectionID
    /// The connections of an evening, counted.
    let serial: Int
    let capabilities: Set<String>
    /// Until the centre has it.
    var greeting: Greeting?
    /// What has been typed and not yet been read by the server.
    var typed: [Typed] = []
    /// What the centre has read and not yet answered.
    var unanswered: [Typed] = []
    /// The replies since the last answered line.
    var replies: [[Heard]] = []
    var isRegistered = false
    /// Who it has turned out to be.
    var who: String?
    /// Its name or password was not taken, and it knows.
    var wasRefused = false
    var hasQuit = false
    /// The server has said that it closes, so nothing more may come.
    var isClosing = false
    /// The names of rooms that it has typed: it may be told them back.
    var named: Set<String> = []
    /// The last text that it heard of each connection, by serial number.
    var lastWord: [Int: Int] = [:]
    /// The texts that it has heard as they were said.
    var heardWords: Set<Int> = []
    var lastLabel = 0
    var roster = Roster()
    /// The batch of the past that is open, and the texts that it has shown.
    var pastBatch: String?
    var pastWords: Set<Int> = []
    var isCatchingUp = false
    /// It types the names of no rooms but one.
    var isInnocent = false

    init(id: ConnectionID, serial: Int, capabilities: Set<String>, greeting: Greeting) {
        self.id = id
        self.serial = serial
        self.capabilities = capabilities
        self.greeting = greeting
    }

    /// Types a line; with labels, sometimes a labelled one.
    mutating func type(_ typed: Typed, labelled: Bool = false) {
        var typed = typed
        if labelled, capabilities.contains("labeled-response"), typed.verb != "BROKEN" {
            lastLabel += 1
            typed.label = "l\(lastLabel)"
        }
        self.typed.append(typed)
        for word in typed.line.split(whereSeparator: { $0 == " " || $0 == "," }) {
            named.insert(Self.bare(word))
        }
        if typed.verb == "CASE" { named.insert("&\(typed.argument)") }
    }

    /// A name without the signs of members before it.
    static func bare(_ word: Substring) -> String {
        String(word.drop { "@%+:".contains($0) })
    }
}

extension Typed {
    /// The line as it goes over the wire.
    func wire() -> Result<Message, LineError> {
        if verb == "BROKEN" { return .failure(.malformed) }
        do throws(LineError) {
            var tags = line.hasPrefix("@") ? [String(line.dropFirst().prefix { $0 != " " })] : []
            let rest = line.hasPrefix("@") ? String(line.drop { $0 != " " }.dropFirst()) : line
            if let label { tags.append("label=\(label)") }
            if let token { tags.append("+sandali.chat/id=\(token)") }
            let lead = tags.isEmpty ? "" : "@\(tags.joined(separator: ";")) "
            return .success(try Message(lead + rest))
        } catch {
            return .failure(error)
        }
    }
}
