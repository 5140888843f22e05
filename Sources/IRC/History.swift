import Rooms
import Wire

/// What was said before, read again (IRCv3 `draft/chathistory`).
///
/// What is read lies on the disk, so the command asks and its answer comes later (`resume`).
extension House {
    /// `CHATHISTORY <subcommand> <target> <reference> [<reference>] <limit>`
    static func chathistory(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        do throws(HistoryFault) {
            let request = try house.readRequest(turn)
            turn.asks.append(.read(turn.connection, request))
        } catch {
            turn.refuse(error)
        }
    }

    private func readRequest(_ turn: Turn) throws(HistoryFault) -> ReadRequest {
        let parameters = HistoryParameters(message: turn.message)
        let person = asking(turn)
        if parameters.verb == "TARGETS" {
            return .targets(try targetRequest(parameters, for: actor(person.id)))
        }
        let reader = actor(person.id)
        let needed = parameters.verb == "BETWEEN" ? 5 : 4
        guard HistoryParameters.verbs.contains(parameters.verb) else { throw .unknownVerb }
        guard turn.message.count >= needed else { throw .missing }
        let selection = try parameters.selection()
        let limit = try parameters.limit(at: needed - 1)
        let conversation = try conversation(turn.message[1], for: reader)
        var threads = threads(of: conversation, for: reader)
        if turn.held.contains(.eventPlayback), readsMovements(of: conversation, reader) {
            threads += threads.map(\.movements)
        }
        return .lines(
            LineRequest(
                threads: threads, within: stretches(of: conversation, for: reader),
                selection: selection, limit: limit))
    }

    private func targetRequest(
        _ parameters: HistoryParameters, for actor: Actor
    ) throws(HistoryFault) -> TargetRequest {
        guard parameters.message.count >= 4 else { throw .missing }
        let first = try parameters.time(at: 1)
        let second = try parameters.time(at: 2)
        let places = centre.rooms(of: actor.person).map { id in
            TargetRequest.Place(
                room: id, threads: centre.threads(of: id, for: actor),
                within: centre.readable(by: actor, in: id))
        }
        var request = TargetRequest(
            person: actor.person, places: places, first: first, second: second,
            limit: try parameters.limit(at: 3))
        request.confidences = centre.confidences(of: actor.person)
        return request
    }

    // MARK: Whose words

    /// A room, or the one with whom private words were exchanged.
    enum Conversation: Equatable {
        case room(RoomID)
        case person(PersonID)
    }

    /// - Throws: `badTarget` alike for a room that is not there and for one that this person may
    ///   not read. A name that nobody has is a conversation in which nothing was said.
    func conversation(
        _ target: ArraySlice<UInt8>, for actor: Actor
    ) throws(HistoryFault) -> Conversation {
        switch target.first {
        case UInt8(ascii: "#"), UInt8(ascii: "&"):
            guard let id = centre.room(named: key(target)),
                !centre.readable(by: actor, in: id).isEmpty
            else { throw .badTarget }
            return .room(id)
        default:
            let here = people.person(nicked: key(target))?.id
            let known = here ?? centre.account(named: key(target)).map { PersonID($0.id) }
            return .person(known ?? Self.nobody)
        }
    }

    /// Account 0 is the machine's, which writes to no one.
    private static let nobody = PersonID(AccountID(0))

    private func readsMovements(of conversation: Conversation, _ reader: Actor) -> Bool {
        guard case .room(let id) = conversation else { return true }
        return centre.readsMovements(of: id, reader)
    }

    func threads(of conversation: Conversation, for actor: Actor) -> [ThreadID] {
        switch conversation {
        case .room(let id): centre.threads(of: id, for: actor)
        case .person(let other):
            [ThreadID(actor.person, other)] + centre.confidences(of: actor.person, with: other)
        }
    }

    func stretches(
        of conversation: Conversation, for actor: Actor
    ) -> [ClosedRange<Position>] {
        switch conversation {
        case .room(let id): centre.readable(by: actor, in: id)
        case .person: [Centre.everything]
        }
    }
}

/// What is wrong with a CHATHISTORY.
enum HistoryFault: Error, Equatable {
    case unknownVerb
    case missing
    /// This parameter cannot be read.
    case unreadable(Int)
    /// A reference is neither a time nor an id.
    case unknownReference
    case badTarget
    case failed
}

extension Turn {
    /// The specification asks for FAIL, whatever the client holds.
    mutating func refuse(_ fault: HistoryFault) {
        let verb = Shown.middle(message.text(0) ?? [])
        let target = Shown.middle(message.text(1) ?? [])
        let (code, context, phrase): (String, Line, Phrase) =
            switch fault {
            case .unknownVerb: ("INVALID_PARAMS", "\(verb)", .historyUnknownVerb)
            case .missing: ("INVALID_PARAMS", "\(verb)", .historyMissing)
            case .unreadable(let index):
                (
                    "INVALID_PARAMS", "\(verb) \(Shown.middle(message.text(index) ?? []))",
                    .historyUnreadable
                )
            case .unknownReference:
                ("INVALID_MSGREFTYPE", "\(verb) \(target)", .historyUnknownReference)
            case .badTarget: ("INVALID_TARGET", "\(verb) \(target)", .historyBadTarget)
            case .failed: ("MESSAGE_ERROR", "\(verb) \(target)", .historyFailed)
            }
        say(":\(server) FAIL CHATHISTORY \(code) \(context) :\(phrase.text(language))")
    }
}

/// The parameters of a CHATHISTORY, read one by one.
struct HistoryParameters {
    let message: Message

    /// In capitals, for commands are.
    var verb: CommandName { message.text(0).map { CommandName($0) } ?? .unknown }

    static let verbs: [CommandName] = ["LATEST", "BEFORE", "AFTER", "AROUND", "BETWEEN"]

    func selection() throws(HistoryFault) -> LineRequest.Selection {
        switch verb {
        case "LATEST":
            message[2].elementsEqual([UInt8(ascii: "*")])
                ? .latest(after: nil) : .latest(after: try reference(at: 2))
        case "BEFORE": .before(try reference(at: 2))
        case "AFTER": .after(try reference(at: 2))
        case "AROUND": .around(try reference(at: 2))
        default: .between(try reference(at: 2), try reference(at: 3))
        }
    }

    /// Whether it pages from old to new.
    var goesOn: Bool {
        // What cannot be read was refused before.
        switch try? selection() {
        case .after: true
        case .between(let first, let second): first.time <= second.time
        default: false
        }
    }

    private func reference(at index: Int) throws(HistoryFault) -> LineRequest.Reference {
        let given = message[index]
        let id = Array("msgid=".utf8)
        guard given.starts(with: id) else { return .time(try time(at: index)) }
        guard let bits = Base32.parse(given.dropFirst(id.count)) else {
            throw .unreadable(index)
        }
        return .message(MessageID(bits: bits))
    }

    /// `timestamp=YYYY-MM-DDThh:mm:ss.sssZ`
    func time(at index: Int) throws(HistoryFault) -> Moment {
        let given = message[index]
        let lead = Array("timestamp=".utf8)
        guard given.starts(with: lead) else { throw .unknownReference }
        guard let milliseconds = Timestamp.parse(given.dropFirst(lead.count)) else {
            throw .unreadable(index)
        }
        return Moment(milliseconds: milliseconds)
    }

    /// At least 1; more than is allowed is as much as is allowed.
    func limit(at index: Int) throws(HistoryFault) -> Int {
        guard let limit = Int(String(decoding: message[index], as: UTF8.self)), limit > 0 else {
            throw .unreadable(index)
        }
        return min(limit, Limit.historyLines)
    }
}

extension LineRequest.Reference {
    /// When it was, as far as it says so.
    fileprivate var time: Moment {
        switch self {
        case .time(let time): time
        case .message(let id): id.time
        }
    }
}
