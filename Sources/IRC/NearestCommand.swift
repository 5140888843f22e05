import Rooms
import Wire

/// What somebody has probably meant who mistyped a command.
extension CommandTable {
    /// The command whose name differs by the fewest letters; nil where none is near.
    ///
    ///     MUET → MUTE        SESION → SESSION        hello → nil
    ///
    /// - Parameter own: whether only Sandali's own commands and HELP are looked at.
    static func nearest(to word: ArraySlice<UInt8>, own: Bool) -> CommandName? {
        let given = Name.folded(word)
        guard 2...Wire.Limit.commandBytes ~= given.count else { return nil }
        let most = given.count < 6 ? 1 : 2
        var best: (name: CommandName, slips: Int)?
        for command in all where command.isVendor || !own || command.name == "HELP" {
            let name = Name.folded(command.name.bytes[...])
            let slips = slips(from: given, to: name)
            guard slips <= most, slips < name.count, slips < best?.slips ?? .max else { continue }
            best = (command.name, slips)
        }
        return best?.name
    }

    /// How many letters were left out, added, mistaken or swapped with their neighbour.
    private static func slips(from one: [UInt8], to other: [UInt8]) -> Int {
        var rows = [Array(0...other.count)]
        for (row, letter) in one.enumerated() {
            var next = [row + 1]
            for (column, theirs) in other.enumerated() {
                var least = min(rows[row][column + 1], next[column]) + 1
                least = min(least, rows[row][column] + (letter == theirs ? 0 : 1))
                if row > 0, column > 0, letter == other[column - 1], one[row - 1] == theirs {
                    least = min(least, rows[row - 1][column - 1] + 1)
                }
                next.append(least)
            }
            rows.append(next)
        }
        return rows[one.count][other.count]
    }
}

extension Turn {
    /// Refuses what is no command.
    mutating func refuseCommand() {
        let given = message.commandBytes
        let sentence = Phrase.unknown(given, toService: false, language)
        numeric(.unknownCommand, "\(Shown.middle(given)) :\(sentence)")
    }
}

extension Phrase {
    /// There is no such command, and which may be meant.
    static func unknown(
        _ word: ArraySlice<UInt8>, toService: Bool, _ language: Language
    ) -> Line {
        let near = CommandTable.nearest(to: word, own: toService)?.bytes
        let shown = Shown.middle(word)
        return switch (near, toService) {
        case (let near?, true): serviceUnknownNear.text(language, [shown, near])
        case (nil, true): serviceUnknown.text(language, [shown])
        case (let near?, false): commandUnknownNear.text(language, [near])
        case (nil, false): unknownCommand.text(language)
        }
    }
}
