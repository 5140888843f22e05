import Rooms
import Wire

/// Names for whoever's own is taken, or says too much: plain words that nobody minds.
enum Pseudonyms {
    static let latin = [
        "almond", "apricot", "cedar", "cloud", "clover", "fern", "harbour", "juniper", "lantern",
        "linden", "maple", "meadow", "mulberry", "pebble", "plum", "poplar", "quince", "river",
        "snowdrop", "sparrow", "starling", "tulip", "walnut", "willow",
    ]
    static let cyrillic = [
        "айва", "анор", "арча", "бодом", "дарё", "ива", "клевер", "облако", "парвоз", "райхон",
        "ромашка", "ручей", "рябина", "снегирь", "тополь", "тут", "урюк", "чашма", "чинор",
        "шафтолу",
    ]

    /// Words drawn until one is free, later with a number behind it.
    static func free(
        _ words: [String], _ dice: inout Dice, isFree: (ArraySlice<UInt8>) -> Bool
    ) -> [UInt8]? {
        for attempt in 0..<60 {
            var name = Array(words[dice.below(words.count)].utf8)
            if attempt >= 10 { name += Array(String(dice.within(2...99)).utf8) }
            if isFree(name[...]) { return name }
        }
        return nil
    }
}

extension House {
    /// A nickname that this person could have, in the script of the one that they cannot have.
    func pseudonym(
        insteadOf given: ArraySlice<UInt8>, for id: PersonID, _ turn: inout Turn
    ) -> [UInt8]? {
        let isCyrillic = given.first.map { 0xd0...0xd4 ~= $0 } ?? false
        return Pseudonyms.free(
            isCyrillic ? Pseudonyms.cyrillic : Pseudonyms.latin, &turn.dice
        ) { nicknameFault(named($0), for: id) == nil }
    }

    /// 433, in the `support` policy with a nickname that is free.
    func refuseNickname(
        _ given: ArraySlice<UInt8>, _ fault: Phrase, for id: PersonID, _ turn: inout Turn
    ) {
        guard welcome.policy == .support,
            let free = pseudonym(insteadOf: given, for: id, &turn)
        else { return turn.numeric(.nicknameInUse, Line(Array(given)), fault) }
        let phrase: Phrase =
            switch fault {
            case .lookAlike: .lookAlikeTry
            case .staffLike: .staffLikeTry
            default: .nicknameInUseTry
            }
        let text = phrase.text(turn.language, [free])
        turn.numeric(.nicknameInUse, "\(Array(given)) :\(text)")
    }
}
