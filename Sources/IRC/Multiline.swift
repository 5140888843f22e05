import Rooms
import Wire

/// What `draft/multiline` calls things, and what it allows here.
enum Multiline {
    static let type = "draft/multiline"
    static let concat = "draft/multiline-concat"
    /// What stands behind the capability's name.
    static let value = "max-bytes=\(Limit.multilineBytes),max-lines=\(Limit.multilineLines)"
}

/// A batch that a client is sending, until it is whole.
public struct OpenBatch: Equatable, Sendable {
    let reference: [UInt8]
    /// The line that opened it; nil once something was wrong with it: what still comes of it is
    /// passed over.
    let opening: Message?
    let since: Moment
    /// The command of its lines, once there is one.
    fileprivate(set) var command = CommandName.unknown
    fileprivate(set) var text = ManyLines()

    init(reference: [UInt8], opening: Message?, since: Moment) {
        self.reference = reference
        self.opening = opening
        self.since = since
    }

    /// Whom it is for.
    ///
    /// - Precondition: it is not refused; its opening was checked.
    var target: ArraySlice<UInt8> { opening?[2] ?? [] }

    func isLate(at now: Moment) -> Bool {
        since.advanced(seconds: Limit.batchSeconds) < now
    }

    /// Adds a line that was checked.
    mutating func add(_ line: BatchLine) {
        command = line.command
        text.append(line.piece)
    }
}

/// One line of a batch.
public struct BatchLine: Equatable, Sendable {
    let command: CommandName
    let piece: ManyLines.Piece
}

/// What is wrong with a batch.
///
/// - Source: IRCv3 multiline, "Errors"; client-initiated batches, "Errors".
enum BatchFault: Error, Equatable {
    case invalid
    case otherTarget(own: [UInt8], given: [UInt8])
    case tooManyBytes
    case tooManyLines
    case late(reference: [UInt8])
}

extension House {
    /// Takes a line that belongs to a batch, or that must not come while one is open.
    ///
    /// - Returns: whether that is all; false when the line is a command to be run.
    mutating func takeBatched(_ turn: inout Turn) -> Bool {
        let reference = turn.message.hasTags ? turn.message.tag("batch") : nil
        guard Spoken.batches(for: turn.held) else {
            guard reference != nil, isText(turn.message) else { return false }
            // Such a line costs its sender less than others do, so it is not one of those.
            turn.standard(.fail, "MULTILINE_INVALID", "", .batchInvalid)
            return true
        }
        guard turn.isInBatch || reference != nil else { return false }
        let open = people.clients[turn.connection]?.batch
        guard let reference else {
            // Libraries answer PING by themselves, whatever they are sending.
            let isHarmless = ["BATCH", "PING", "PONG", "QUIT"].contains(turn.message.command)
            if let open, !isHarmless { abandon(open, &turn) }
            return false
        }
        do throws(BatchFault) {
            // What comes of a batch that was refused is passed over.
            if let open, open.opening == nil { return true }
            guard let open, open.reference == reference else { throw .invalid }
            let line = try checked(turn.message, for: open, at: turn.now)
            move(.batchGrew(turn.connection, line), &turn)
        } catch {
            refuse(error, of: open, &turn)
        }
        return true
    }

    private func isText(_ message: Message) -> Bool {
        message.command == "PRIVMSG" || message.command == "NOTICE"
    }

    private func checked(
        _ message: Message, for open: OpenBatch, at now: Moment
    ) throws(BatchFault) -> BatchLine {
        if open.isLate(at: now) { throw .late(reference: open.reference) }
        guard isText(message), message.count > 1,
            open.text.pieces.isEmpty || open.command == message.command
        else { throw .invalid }
        guard key(message[0]) == key(open.target) else {
            throw .otherTarget(
                own: Shown.middle(open.target), given: Shown.middle(message[0]))
        }
        let goesOn = message.tag(Multiline.concat) != nil
        let line = BatchLine(
            command: message.command, piece: .init(text: Array(message[1]), goesOn: goesOn))
        // Nothing goes on with nothing.
        if goesOn, message[1].isEmpty { throw .invalid }
        let isFirst = open.text.pieces.isEmpty
        let bytes = open.text.bytes + message[1].count + (goesOn || isFirst ? 0 : 1)
        if open.text.pieces.count == Limit.multilineLines { throw .tooManyLines }
        if bytes > Limit.multilineBytes { throw .tooManyBytes }
        return line
    }

    /// `BATCH +<reference> draft/multiline <target>`, `BATCH -<reference>`
    static func batch(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        guard Spoken.batches(for: turn.held) else {
            return turn.numeric(.unknownCommand, "BATCH", .unknownCommand)
        }
        let open = house.people.clients[turn.connection]?.batch
        do throws(BatchFault) {
            switch turn.message[0].first {
            case UInt8(ascii: "+"): try house.open(besides: open, &turn)
            case UInt8(ascii: "-"): try house.close(open, &turn)
            default: throw .invalid
            }
        } catch {
            house.refuse(error, of: open, &turn)
        }
    }

    private mutating func open(besides other: OpenBatch?, _ turn: inout Turn) throws(BatchFault) {
        let message = turn.message
        if let other, other.opening != nil { throw .invalid }
        guard message.count == 3, message[1].elementsEqual(Multiline.type.utf8),
            1...Limit.batchReferenceBytes ~= message[0].dropFirst().count,
            let first = message[2].first, first != UInt8(ascii: ":"),
            !message[2].contains(where: { $0 == 32 || $0 == UInt8(ascii: ",") })
        else { throw .invalid }
        let reference = Array(message[0].dropFirst())
        let batch = OpenBatch(reference: reference, opening: message, since: turn.now)
        move(.batchSet(turn.connection, batch), &turn)
        // Its label is for what answers the whole.
        turn.answersLater = true
    }

    private mutating func close(_ open: OpenBatch?, _ turn: inout Turn) throws(BatchFault) {
        let reference = turn.message[0].dropFirst()
        guard let open else { throw .invalid }
        guard open.opening != nil else {
            if open.reference.elementsEqual(reference) {
                move(.batchSet(turn.connection, nil), &turn)
            }
            return
        }
        guard open.reference.elementsEqual(reference), !open.text.isBlank else { throw .invalid }
        if open.isLate(at: turn.now) { throw .late(reference: open.reference) }
        guard let whole = open.whole else { throw .invalid }
        move(.batchSet(turn.connection, nil), &turn)
        turn.message = whole
        say(open, &turn)
    }

    private mutating func say(_ batch: OpenBatch, _ turn: inout Turn) {
        if welcome.policy == .open { spoke[asking(turn).id] = turn.now }
        let utterance: Utterance = batch.command == "NOTICE" ? .notice : .message
        attempt(batch.target, &turn) { house, turn throws(Refusal) in
            try house.talk(utterance, to: batch.target, batch.text.stored[...], &turn)
        }
    }

    // MARK: What goes wrong

    /// Says what is wrong, as the answer to whatever opened the batch; the rest of it is passed
    /// over.
    private mutating func refuse(
        _ fault: BatchFault, of open: OpenBatch?, _ turn: inout Turn
    ) {
        let given = turn.message
        // The label of a batch is its opening's.
        if let opening = open?.opening { turn.message = opening }
        var reference = open?.reference
        if given.command == "BATCH", given.count > 0, given[0].first == UInt8(ascii: "+") {
            reference = Array(given[0].dropFirst().prefix(Limit.batchReferenceBytes))
        }
        let ends =
            given.command == "BATCH" && given.count > 0 && given[0].first == UInt8(ascii: "-")
        let isOver = ends && open?.reference.elementsEqual(given[0].dropFirst()) != false
        let refused = reference.map {
            OpenBatch(reference: $0, opening: nil, since: turn.now)
        }
        if open != nil || refused != nil {
            move(.batchSet(turn.connection, isOver ? nil : refused), &turn)
        }
        turn.say(fault)
    }

    /// Gives up a batch because of a line that is none of it; that line is run all the same.
    mutating func abandon(_ open: OpenBatch, _ turn: inout Turn) {
        guard open.opening != nil else { return }
        let refused = OpenBatch(reference: open.reference, opening: nil, since: turn.now)
        move(.batchSet(turn.connection, refused), &turn)
        turn.sayFirst(as: open.opening) { $0.say(.invalid) }
    }
}

extension OpenBatch {
    /// The batch as one command, with the tags that opened it: its label, token and the like.
    fileprivate var whole: Message? {
        var line: [UInt8] = []
        if let tags = opening?.rawTags {
            line.append(UInt8(ascii: "@"))
            line.write(tags)
            line.append(UInt8(ascii: " "))
        }
        line.write(command)
        line.append(UInt8(ascii: " "))
        line.write(target)
        // Its parts were parsed before; what cannot be put together is refused by the caller.
        return try? Message(parsing: line)
    }
}

extension Turn {
    /// The specification asks for FAIL, whatever the client holds.
    fileprivate mutating func say(_ fault: BatchFault) {
        let (code, phrase): (Line, Phrase) =
            switch fault {
            case .invalid: ("MULTILINE_INVALID", .batchInvalid)
            case .otherTarget(let own, let given):
                ("MULTILINE_INVALID_TARGET \(own) \(given)", .batchOtherTarget)
            case .tooManyBytes:
                ("MULTILINE_MAX_BYTES \(Limit.multilineBytes)", .batchTooManyBytes)
            case .tooManyLines:
                ("MULTILINE_MAX_LINES \(Limit.multilineLines)", .batchTooManyLines)
            case .late(let reference): ("TIMEOUT \(Shown.middle(reference[...]))", .batchLate)
            }
        say(":\(server) FAIL BATCH \(code) :\(phrase.text(language))")
    }
}
