import Wire

/// IRCv3 labeled-response: everything that answers a labelled command carries its label.
extension Turn {
    /// The command's label, if the client may use labels and gave one.
    var label: [UInt8]? {
        // Labels lean on batches: who has no batch has no labels.
        guard message.hasTags, held.isSuperset(of: [.labeledResponse, .batch]) else { return nil }
        guard let label = message.tag("label"), !label.isEmpty,
            label.count <= Limit.labelBytes
        else { return nil }
        return label
    }

    /// Puts the label on the one line, a batch around several, an ACK where there is none.
    mutating func wrapOwn() {
        guard let label else { return }
        let lines = own.split(separator: UInt8(ascii: "\n"))
        var tag: [UInt8] = []
        tag.write("label=")
        tag.write(escapingTag: label)
        switch lines.count {
        case 0: own = Line("@\(tag) :\(server) ACK").bytes + [13, 10]
        case 1: own = Self.tagged(lines[0], tag) + [10]
        case _ where Self.areOneBatch(lines): own = Self.tagged(own[...], tag)
        default: own = batch(lines, tag)
        }
    }

    /// Says something that answers an earlier command, before what answers this one.
    ///
    /// - Parameter earlier: that command, for its label.
    mutating func sayFirst(as earlier: Message?, _ say: (inout Turn) -> Void) {
        let (given, lines) = (message, own)
        if let earlier { message = earlier }
        own = []
        say(&self)
        wrapOwn()
        first += own
        (message, own) = (given, lines)
    }

    /// Puts that before the rest.
    mutating func putFirst() {
        own = first + own
        first = []
    }

    private mutating func batch(_ lines: [ArraySlice<UInt8>], _ label: [UInt8]) -> [UInt8] {
        batches += 1
        let reference = Line("\(batches)").bytes
        var wrapped = Line("@\(label) :\(server) BATCH +\(reference) labeled-response").bytes
        wrapped.endLine()
        let tag = Line("batch=\(reference)").bytes
        for line in lines {
            wrapped += (Self.isEnclosed(line) ? Array(line) : Self.tagged(line, tag)) + [10]
        }
        wrapped += Line(":\(server) BATCH -\(reference)").bytes
        wrapped.endLine()
        return wrapped
    }

    static func tagged(_ line: [UInt8], _ tag: [UInt8]) -> [UInt8] { tagged(line[...], tag) }

    /// The line (with its CR) with one more tag, if there is one.
    static func tagged(_ line: ArraySlice<UInt8>, _ tag: [UInt8]) -> [UInt8] {
        if tag.isEmpty { return Array(line) }
        return line.first == UInt8(ascii: "@")
            ? [UInt8(ascii: "@")] + tag + [UInt8(ascii: ";")] + line.dropFirst()
            : [UInt8(ascii: "@")] + tag + [UInt8(ascii: " ")] + line
    }
}
