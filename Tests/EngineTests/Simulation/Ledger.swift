/// Who may do and hear what, written once more in plain words: what the simulation holds the
/// centre against. It knows nothing of the code under test, only what the log says has happened.
struct Ledger {
    /// A room, worker channel or channel, as far as the rules need it.
    struct Place {
        var name: String
        var kind: Kind
        var maker: String
        /// Who is inside, with their signs: `@`, `%`, `+`.
        var members: [String: String] = [:]
        var enrolled: [String: String] = [:]
        var invited: Set<String> = []
        var parent: String?
        var worker: String?
        var modes: Set<Character> = []
        var hasTurns = false
        /// Who has the floor.
        var floor: String?
        /// Who was here when.
        var past = Past()
    }

    enum Kind {
        case group
        case worker
        case channel
    }

    let isOpen: Bool
    private(set) var roles: [String: Set<String>] = [:]
    var places: [Int: Place] = [:]
    /// Every text that is in the log, with those who must hear it if they are here.
    private(set) var words: [Int: Set<String>] = [:]
    /// Who wrote it, and may hear it too.
    private(set) var writers: [Int: String] = [:]
    /// Where they were written.
    var texts: [Int: Text] = [:]
    private(set) var position = 0

    // What has been so at some position since the last step, with what was so before.
    private(set) var recentMembers: [Int: Set<String>] = [:]
    private(set) var recentKnowers: [Int: Set<String>] = [:]
    private var recentNames: [Int: String] = [:]
    private(set) var recentPlaces: [Int: [Place]] = [:]
    /// Those who see a topic are those who may know of its room.
    private(set) var topics: [Int: Int] = [:]

    /// Things that the log should never have held.
    private(set) var faults: [String] = []

    init(isOpen: Bool) {
        self.isOpen = isOpen
    }

    /// Begins a step: what was so earlier is no excuse any more.
    mutating func turnPage() {
        recentMembers = [:]
        recentKnowers = [:]
        recentNames = [:]
        recentPlaces = [:]
        for id in places.keys { note(id) }
    }

    /// Writes down what the log says next.
    mutating func write(_ entry: Entry) {
        position += 1
        if !isOpen { judge(entry) }
        apply(entry)
        remember(entry)
        if let id = entry.room { note(id) }
    }

    private mutating func note(_ id: Int) {
        guard let place = places[id] else { return }
        recentNames[id] = place.name
        recentPlaces[id, default: []].append(place)
        recentMembers[id, default: []].formUnion(place.members.keys)
        recentKnowers[id, default: []].formUnion(knowers(of: place))
    }

    mutating func complain(_ fault: String) { faults.append("\(position): \(fault)") }

    // MARK: Questions

    func isStaff(_ who: String) -> Bool {
        !(roles[who] ?? []).isDisjoint(with: ["facilitator", "worker", "lead", "administrator"])
    }

    /// Who may know that a place exists.
    func knowers(of place: Place) -> Set<String> {
        var knowers = Set(place.members.keys).union(place.invited).union(place.enrolled.keys)
        knowers.formUnion([place.parent, place.worker].compactMap(\.self))
        return knowers
    }

    /// Whether somebody may have been told this name just now.
    func mayKnow(_ who: String, _ name: String) -> Bool {
        var known = false
        for (id, other) in recentNames where other == name {
            if recentKnowers[id, default: []].contains(who) { return true }
            if isOpen, places[id]?.modes.contains("s") != true { return true }
            known = true
        }
        return !known
    }

    /// Whether somebody was in a place of this name just now.
    func wasInside(_ who: String, _ name: String) -> Bool {
        recentNames.contains { $1 == name && recentMembers[$0, default: []].contains(who) }
    }

    func wasEnrolled(_ who: String, _ name: String) -> Bool {
        recentNames.contains { $1 == name && recentKnowers[$0, default: []].contains(who) }
    }

    /// Whether two were in the same place just now.
    func met(_ who: String, _ other: String) -> Bool {
        recentMembers.values.contains { $0.contains(who) && $0.contains(other) }
    }

    // MARK: Writing down

    private mutating func apply(_ entry: Entry) {
        switch entry {
        case .restarted:
            for id in places.keys {
                places[id]?.members = [:]
                if places[id]?.kind == .channel { places[id] = nil }
            }
        case .account(let who, let given): roles[who] = given
        case .made(let id, let kind, let name, let modes, let maker):
            places[id] = Place(name: name, kind: kind, maker: maker, modes: modes)
        case .closed(let id): places[id] = nil
        case .enrolled(let id, let who, let signs, _): places[id]?.enrolled[who] = signs
        case .unenrolled(let id, let who, _):
            places[id]?.enrolled[who] = nil
            places[id]?.invited.remove(who)
        case .family(let id, let parent, let worker, _):
            places[id]?.parent = parent
            places[id]?.worker = worker
        case .entered(let id, let who, let signs):
            places[id]?.members[who] = signs
            places[id]?.invited.remove(who)
        case .left(let id, let who, let word), .removed(let id, let who, _, let word):
            if let word { words[word] = Set(places[id]?.members.keys ?? [:].keys) }
            places[id]?.members[who] = nil
        case .invited(let id, let who, _): places[id]?.invited.insert(who)
        case .signs(let id, let who, let signs, _): places[id]?.members[who] = signs
        case .modes(let id, let on, let off, _):
            places[id]?.modes.subtract(off)
            places[id]?.modes.formUnion(on)
        case .topic(let id, _, let word): if let word { topics[word] = id }
        case .said(let id, let who, let above, let word): say(id, who, above, word)
        case .whispered(let to, let who, let word): keep(word, by: who, for: [to, who])
        case .turns(let id, let hasTurns, _):
            places[id]?.hasTurns = hasTurns
            places[id]?.floor = nil
        case .floor(let id, let who, _): places[id]?.floor = who
        case .rule, .other: break
        }
    }

    private mutating func say(_ id: Int, _ who: String, _ above: String, _ word: Int) {
        let members = places[id]?.members ?? [:]
        let hearers = members.filter { above.isEmpty || Self.height($1) >= Self.height(above) }
        keep(word, by: who, for: Set(hearers.keys))
    }

    private mutating func keep(_ word: Int, by who: String, for hearers: Set<String>) {
        if words[word] != nil { complain("text \(word) is in the log twice") }
        words[word] = hearers
        writers[word] = who
    }

    /// How high the highest of these signs is.
    static func height(_ signs: String) -> Int {
        signs.map { ["+": 1, "%": 2, "@": 3][$0] ?? 0 }.max() ?? 0
    }
}
