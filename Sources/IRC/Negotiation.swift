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
    /// - Parameter target: the nickname, or `*` before there is one.
    mutating func take(
        _ message: Message, server: [UInt8], target: [UInt8], registered: Bool,
        replies: inout [UInt8]
    ) {
        let lead = Line(":\(server) CAP \(target)")
        let verb = message.text(0).map { CommandName($0) } ?? .unknown
        switch verb {
        case "LS":
            if !registered { isOpen = true }
            note(version: message.text(1))
            list(lead, &replies)
        case "LIST": write(lead, "LIST", held.names, &replies)
        case "REQ":
            if !registered { isOpen = true }
            request(message.text(1) ?? [], lead, &replies)
        case "END": isOpen = false
        default:
            let given = message.text(0) ?? []
            replies += Line(":\(server) 410 \(target) \(given.isEmpty ? [42] : given) :").bytes
            replies += Phrase.invalidCapCommand.text().bytes
            replies.endLine()
        }
    }

    private mutating func note(version text: ArraySlice<UInt8>?) {
        guard let text, let number = Int(String(decoding: text, as: UTF8.self)) else { return }
        version = max(version, number)
        if version >= 302 { held.insert(.capNotify) }
    }

    private func list(_ lead: Line, _ replies: inout [UInt8]) {
        let names = Capabilities.offers.map { offer in
            version >= 302 ? offer.value.map { "\(offer.name)=\($0)" } ?? offer.name : offer.name
        }
        write(lead, "LS", names, &replies)
    }

    /// Lists what fits into lines; all but the last are marked with `*` for clients of 302.
    private func write(
        _ lead: Line, _ verb: String, _ names: [String], _ replies: inout [UInt8]
    ) {
        var rows: [[String]] = [[]]
        var room = 400
        for name in names {
            if name.utf8.count + 1 > room, !(rows[rows.count - 1].isEmpty) {
                rows.append([])
                room = 400
            }
            rows[rows.count - 1].append(name)
            room -= name.utf8.count + 1
        }
        for (index, row) in rows.enumerated() {
            let more = index < rows.count - 1 && version >= 302 ? "* " : ""
            replies += Line("\(lead) \(verb) \(more):\(row.joined(separator: " "))").bytes
            replies.endLine()
        }
    }

    /// All of a request or none of it.
    private mutating func request(
        _ wanted: ArraySlice<UInt8>, _ lead: Line, _ replies: inout [UInt8]
    ) {
        var next = held
        var known = true
        for word in wanted.split(separator: UInt8(ascii: " ")) {
            let off = word.first == UInt8(ascii: "-")
            guard let capability = Capabilities.named(off ? word.dropFirst() : word) else {
                known = false
                break
            }
            if off { next.remove(capability) } else { next.insert(capability) }
        }
        if version >= 302 { next.insert(.capNotify) }
        if known { held = next }
        var text = wanted
        while text.last == UInt8(ascii: " ") { text.removeLast() }
        replies += Line("\(lead) \(known ? "ACK" : "NAK") :\(text)").bytes
        replies.endLine()
    }
}
