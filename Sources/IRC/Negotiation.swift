import Rooms
import Wire

/// CAP, before and after registration (IRCv3 capability negotiation, 3.1 and 3.2).
struct Negotiation: Equatable, Sendable {
    /// What is held.
    var held: Capabilities = []
    /// Whether registration waits for CAP END.
    var isOpen = false
    /// The version of `CAP LS`; 302 and above get values and `cap-notify`.
    var version = 0

    /// Takes one CAP command; replies are whole lines.
    ///
    /// - Parameters:
    ///   - offers: what may be asked for.
    ///   - target: the nickname, or `*` before there is one.
    ///   - language: of what is refused.
    mutating func take(
        _ message: Message, offers: [Capabilities.Offer], server: [UInt8], target: [UInt8],
        registered: Bool, _ language: Language, replies: inout [UInt8]
    ) {
        let lead = Line(":\(server) CAP \(target)")
        let verb = message.text(0).map { CommandName($0) } ?? .unknown
        switch verb {
        case "LS":
            if !registered { isOpen = true }
            note(version: message.text(1))
            list(offers, lead, version(message.text(1)) ?? 0, &replies)
        case "LIST": write(lead, "LIST", held.names, &replies)
        case "REQ":
            if !registered { isOpen = true }
            request(message.text(1) ?? [], of: offers, lead, &replies)
        case "END": isOpen = false
        default: refuse(message, server, target, language, &replies)
        }
    }

    private func refuse(
        _ message: Message, _ server: [UInt8], _ target: [UInt8], _ language: Language,
        _ replies: inout [UInt8]
    ) {
        let line: Line =
            if let given = message.text(0), !given.isEmpty {
                "410 \(target) \(Shown.middle(given)) :\(Phrase.invalidCapCommand.text(language))"
            } else {
                "461 \(target) CAP :\(Phrase.needMoreParameters.text(language))"
            }
        replies += Line(":\(server) \(line)").bytes
        replies.endLine()
    }

    private func version(_ text: ArraySlice<UInt8>?) -> Int? {
        text.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    private mutating func note(version text: ArraySlice<UInt8>?) {
        version = max(version, version(text) ?? 0)
        if version >= 302 { held.insert(.capNotify) }
    }

    /// - Parameter asked: this request's version, which may be lower than that of an earlier one.
    private func list(
        _ offers: [Capabilities.Offer], _ lead: Line, _ asked: Int, _ replies: inout [UInt8]
    ) {
        let named = offers.filter { asked >= 302 || !$0.capability.isEmpty }
        let names = named.map { offer in
            asked >= 302 ? offer.value.map { "\(offer.name)=\($0)" } ?? offer.name : offer.name
        }
        write(lead, "LS", names, &replies)
    }

    /// Lists what fits into lines; all but the last of LS and LIST are marked with `*` for clients
    /// of 302.
    private func write(
        _ lead: Line, _ verb: String, _ names: [String], _ replies: inout [UInt8]
    ) {
        let rows = Self.rows(names, behind: lead)
        for (index, row) in rows.enumerated() {
            let lists = verb == "LS" || verb == "LIST"
            let more = lists && index < rows.count - 1 && version >= 302 ? "* " : ""
            replies += Line("\(lead) \(verb) \(more):\(row)").bytes
            replies.endLine()
        }
    }

    /// The names in as many lines as they need, and one where there are none.
    ///
    /// - Parameter lead: what stands before the subcommand.
    static func rows(_ names: [String], behind lead: Line) -> [String] {
        // A subcommand and its signs take up to ten bytes.
        let most = min(400, Wire.Limit.contentBytes - lead.bytes.count - 10)
        var rows: [[String]] = [[]]
        var room = most
        for name in names {
            if name.utf8.count + 1 > room, !(rows[rows.count - 1].isEmpty) {
                rows.append([])
                room = most
            }
            rows[rows.count - 1].append(name)
            room -= name.utf8.count + 1
        }
        return rows.map { $0.joined(separator: " ") }
    }

    /// All of a request or none of it.
    private mutating func request(
        _ wanted: ArraySlice<UInt8>, of offers: [Capabilities.Offer], _ lead: Line,
        _ replies: inout [UInt8]
    ) {
        var next = held
        var known = true
        for word in wanted.split(separator: UInt8(ascii: " ")) {
            let off = word.first == UInt8(ascii: "-")
            guard let capability = Capabilities.named(off ? word.dropFirst() : word, of: offers)
            else {
                known = false
                break
            }
            if off { next.remove(capability) } else { next.insert(capability) }
        }
        if version >= 302 { next.insert(.capNotify) }
        if known { held = next }
        // Given back without the spaces around it, in as many lines as it needs.
        let names = wanted.split(separator: UInt8(ascii: " ")).map {
            String(decoding: Shown.middle($0), as: UTF8.self)
        }
        write(lead, known ? "ACK" : "NAK", names, &replies)
    }
}
