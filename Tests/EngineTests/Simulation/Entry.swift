/// A fact of the log in plain words.
enum Entry {
    case restarted
    case account(String, roles: Set<String>)
    case made(Int, Ledger.Kind, name: String, modes: Set<Character>, by: String)
    case closed(Int)
    case enrolled(Int, String, signs: String, by: String)
    case unenrolled(Int, String, by: String)
    case family(Int, parent: String, worker: String, by: String)
    case entered(Int, String, signs: String)
    case left(Int, String, word: Int?)
    case removed(Int, String, by: String, word: Int?)
    case invited(Int, String, by: String)
    case signs(Int, String, String, by: String)
    case modes(Int, on: Set<Character>, off: Set<Character>, by: String)
    case rule(Int, String, by: String)
    /// Whether people speak in turns.
    case turns(Int, Bool, by: String)
    case floor(Int, String?, by: String?)
    case topic(Int, by: String, word: Int?)
    case said(Int, by: String, above: String, word: Int)
    case whispered(to: String, by: String, word: Int)
    /// Nothing that a rule is about.
    case other

    /// The room that it is about.
    var room: Int? {
        switch self {
        case .made(let id, _, _, _, _), .closed(let id), .enrolled(let id, _, _, _),
            .unenrolled(let id, _, _), .family(let id, _, _, _), .entered(let id, _, _),
            .left(let id, _, _), .removed(let id, _, _, _), .invited(let id, _, _),
            .signs(let id, _, _, _), .modes(let id, _, _, _), .topic(let id, _, _),
            .said(let id, _, _, _), .rule(let id, _, _), .turns(let id, _, _),
            .floor(let id, _, _):
            id
        case .restarted, .account, .whispered, .other: nil
        }
    }
}
