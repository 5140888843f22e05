import Rooms
import Wire

/// Words on their way to those who hear them.
extension House {
    /// The line for all who hear it, and the echo for the one who said it.
    mutating func relay(
        _ utterance: Utterance, _ person: Person, _ target: ArraySlice<UInt8>,
        _ text: ArraySlice<UInt8>, _ id: MessageID?, _ hearers: Audience, _ turn: inout Turn
    ) {
        let body = said(utterance, person, target, text)
        var tags = tags(of: person, turn)
        tags.id = id ?? newMessageID(&turn)
        tags.client = turn.clientTags
        if utterance == .tags {
            tell(hearers.only(.messageTags), tags, body, &turn)
        } else {
            tell(hearers, tags, body, &turn)
        }
        echo(tags, body, &turn)
        if utterance != .tags || turn.held.contains(.messageTags) {
            deliverToSelf(tags, target, body, &turn)
        }
    }

    /// What is said to oneself is delivered besides its echo, and without the label.
    ///
    /// - Source: IRCv3 labeled-response, "Tags".
    private func deliverToSelf(
        _ tags: LineTags, _ target: ArraySlice<UInt8>, _ body: [UInt8], _ turn: inout Turn
    ) {
        guard target.elementsEqual(turn.nick) else { return }
        var line: [UInt8] = []
        tags.write(for: turn.held, to: &line)
        line.write(body)
        turn.deliveries.append(.send(line, to: turn.connection))
    }

    func said(
        _ utterance: Utterance, _ person: Person, _ target: ArraySlice<UInt8>,
        _ text: ArraySlice<UInt8>
    ) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(text.count + target.count + 100)
        line.append(UInt8(ascii: ":"))
        line.write(person.nick)
        line.append(UInt8(ascii: "!"))
        line.write(person.user)
        line.append(UInt8(ascii: "@"))
        line.write(welcome.host)
        line.write(utterance.command)
        line.write(target)
        if utterance != .tags {
            line.write(" :")
            line.write(text)
        }
        line.endLine()
        return line
    }
}

extension Audience {
    /// Those whose lines are shaped by this capability.
    func only(_ capability: Capabilities) -> Audience {
        Audience(
            groups: groups.filter { shapes[$0.variant].contains(capability) }, shapes: shapes)
    }
}
