import Rooms
import Wire

/// Words on their way to those who hear them.
extension House {
    /// The line for all who hear it, and the echo for the one who said it.
    mutating func relay(
        _ utterance: Utterance, _ person: Person, _ target: ArraySlice<UInt8>,
        _ text: ArraySlice<UInt8>, _ id: MessageID?, _ hearers: Audience, _ turn: inout Turn
    ) {
        var tags = tags(of: person, turn)
        tags.id = id ?? newMessageID(&turn)
        tags.client = turn.clientTags
        let spoken = spoken(utterance, person, target, text, tags)
        if utterance != .tags, ManyLines(text) != nil {
            tell(hearers, spoken, &turn)
            echo(spoken, &turn)
        } else {
            let body = spoken.body
            let reached = utterance == .tags ? hearers.only(.messageTags) : hearers
            tell(reached, tags, body, &turn)
            echo(body, tags, &turn)
        }
        if utterance != .tags || turn.held.contains(.messageTags) { deliverToSelf(spoken, &turn) }
    }

    /// A text of several lines: those who read it as a batch are told apart from the others.
    func tell(_ hearers: Audience, _ spoken: Spoken, _ turn: inout Turn) {
        let connections = hearers.groups.flatMap(\.connections)
        let audience = audience(of: connections, shapedBy: Spoken.shaping)
        guard audience.count > 0 else { return }
        let variants = audience.shapes.map { shape in
            var lines: [UInt8] = []
            spoken.write(for: shape, to: &lines)
            return lines
        }
        turn.deliveries.append(.fanOut(variants: variants, audience, except: turn.connection))
    }

    /// What is said to oneself is delivered besides its echo, and without the label.
    ///
    /// - Source: IRCv3 labeled-response, "Tags".
    private func deliverToSelf(_ spoken: Spoken, _ turn: inout Turn) {
        guard spoken.target.elementsEqual(turn.nick) else { return }
        var lines: [UInt8] = []
        spoken.write(for: turn.held, to: &lines)
        turn.deliveries.append(.send(lines, to: turn.connection))
    }

    /// The words as they are said now.
    func spoken(
        _ utterance: Utterance, _ person: Person, _ target: ArraySlice<UInt8>,
        _ text: ArraySlice<UInt8>, _ tags: LineTags
    ) -> Spoken {
        Spoken(
            tags: tags, source: source(person), command: utterance.command, target: target,
            text: utterance == .tags ? nil : text)
    }
}

extension Audience {
    /// Those whose lines are shaped by this capability.
    func only(_ capability: Capabilities) -> Audience {
        Audience(
            groups: groups.filter { shapes[$0.variant].contains(capability) }, shapes: shapes)
    }
}
