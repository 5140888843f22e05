import Rooms
import Wire

/// Giving a person everything that is theirs.
extension House {
    /// `EXPORT NOW <password>`, `EXPORT MORE <position>`, `EXPORT CANCEL`, `EXPORT CONFIRM
    /// <account>`
    static func export(_ house: inout House, _ turn: inout Turn) throws(Refusal) {
        switch CommandName(turn.message[0]) {
        case "NOW" where turn.message.count > 1: house.askForPassword(&turn)
        case "MORE" where turn.message.count > 1: try house.goOnExporting(&turn)
        case "CANCEL": try house.cancel(.export, &turn)
        case "CONFIRM" where turn.message.count > 1: try house.confirm(.export, &turn)
        default: turn.refuseVerb("EXPORT", known: ["NOW", "MORE", "CANCEL", "CONFIRM"])
        }
    }

    mutating func beginExport(_ id: AccountID, _ turn: inout Turn) throws(Refusal) {
        let actor = actor(PersonID(id))
        if needsMeeting(id), centre.pending(.export, of: id, at: turn.now)?.isConfirmed != true {
            try commit(try centre.wish(.export, .asked, of: id, by: actor), &turn)
            turn.standard(.note, "ASKED", "", .exportAsked)
            return tellWish(.export, of: id, &turn)
        }
        try commit(try centre.wish(.export, .done, of: id, by: actor), &turn)
        exporting[turn.connection] = id
        turn.asks.append(.read(turn.connection, .owned(by: id, after: .start)))
    }

    /// The next page; with `0` from the start. Only where the password was given on this
    /// connection.
    private func goOnExporting(_ turn: inout Turn) throws(Refusal) {
        guard let id = exporting[turn.connection], asking(turn).id == PersonID(id),
            let after = UInt64(String(decoding: turn.message[1], as: UTF8.self))
        else { throw .noSuchWish }
        turn.asks.append(.read(turn.connection, .owned(by: id, after: Position(after))))
    }

    /// Goes on once a page has been read. The first is headed by what stands in no text: one
    /// command has one answer.
    mutating func showExport(_ page: OwnedPage?, _ turn: inout Turn) {
        guard let page else { return turn.standard(.fail, "TRY_AGAIN", "", .tryLater) }
        let isFirst = CommandName(turn.message[0]) == "NOW" || turn.message.text(1) == [48]
        if isFirst, let id = exporting[turn.connection] {
            for row in exportHead(of: id) { sayRow(row, &turn) }
        }
        for record in page.records {
            if let row = exportRow(record) { sayRow(row, &turn) }
        }
        if let next = page.next {
            let place = Line("\(Int(clamping: next.number))").bytes
            turn.standard(.note, "MORE", Line(place), .exportMore, place)
        } else {
            exporting[turn.connection] = nil
            turn.standard(.note, "END", "", .exportEnd)
        }
    }

    /// One row, readable and as JSON. Clients without standard replies are people reading: they get
    /// the readable one alone.
    private func sayRow(_ row: ExportRow, _ turn: inout Turn) {
        sayPieces("TEXT", row.text, &turn)
        if turn.held.contains(.standardReplies) { sayPieces("JSON", row.json, &turn) }
    }

    /// A row in as many lines as it needs; all but the last are `…_PART`.
    private func sayPieces(_ code: String, _ text: [UInt8], _ turn: inout Turn) {
        var rest = text[...]
        while rest.count > Limit.exportPieceBytes {
            let cut = Shown.cut(rest, to: Limit.exportPieceBytes)
            let piece = cut.isEmpty ? Array(rest.prefix(Limit.exportPieceBytes)) : cut
            turn.row("\(code)_PART", piece)
            rest = rest.dropFirst(piece.count)
        }
        turn.row(code, Array(rest))
    }
}

extension Turn {
    /// A row that is no sentence of ours.
    mutating func row(_ code: String, _ text: [UInt8]) {
        if held.contains(.standardReplies) {
            say(":\(server) NOTE \(message.command.text) \(code) :\(text)")
        } else {
            say(":\(Service.source) NOTICE \(nick) :\(text)")
        }
    }
}
