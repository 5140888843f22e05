/// What an account has chosen for itself.
public enum PreferenceEvent: Equatable, Sendable {
    /// The language that it reads; nil: whatever the centre speaks.
    case language(AccountID, Language?)
    /// Whether it stays though none of its connections is left; nil: as is usual.
    case persistence(AccountID, Bool?)
}

extension Centre {
    /// Another language for an account.
    ///
    /// - Returns: nothing when it is the account's language already.
    public func choose(_ language: Language?, for id: AccountID) throws(Refusal) -> [Fact] {
        guard let account = account(id) else { throw .noSuchAccount }
        return account.language == language
            ? [] : [Fact(.preference(.language(id, language)))]
    }

    mutating func apply(_ event: PreferenceEvent) {
        switch event {
        case .language(let id, let language): change(id) { $0.language = language }
        case .persistence(let id, let stays): change(id) { $0.persistence = stays }
        }
    }

    /// Another wish of an account about staying.
    ///
    /// - Returns: nothing when it is what the account wished before.
    public func choose(persistence stays: Bool?, for id: AccountID) throws(Refusal) -> [Fact] {
        guard let account = account(id) else { throw .noSuchAccount }
        return account.persistence == stays
            ? [] : [Fact(.preference(.persistence(id, stays)))]
    }

    /// Whether somebody wishes to stay in their rooms though none of their connections is left.
    public func wishesToStay(_ person: PersonID) -> Bool {
        person.account.flatMap { account($0)?.persistence } ?? false
    }

    /// Who wishes to stay or not, at the end of a snapshot.
    func writePersistence(to out: inout ByteWriter) {
        out.list(accounts.filter { $0.persistence != nil }) {
            $0.put($1.id)
            $0.put($1.persistence ?? false)
        }
    }

    mutating func readPersistence(from: inout ByteReader) throws(CodingError) {
        let choices = try from.list { from throws(CodingError) in
            (try from.account(), try from.flag())
        }
        for (id, stays) in choices { change(id) { $0.persistence = stays } }
    }

    /// Who has chosen which language, at the end of a snapshot.
    func writeLanguages(to out: inout ByteWriter) {
        let choices = accounts.filter { $0.language != nil }
        out.list(choices) {
            $0.put($1.id)
            $0.put($1.language?.rawValue ?? 0)
        }
    }

    mutating func readLanguages(from: inout ByteReader) throws(CodingError) {
        let choices = try from.list { from throws(CodingError) in
            (try from.account(), try from.choice(Language.self))
        }
        for (id, language) in choices { change(id) { $0.language = language } }
    }
}

extension PreferenceEvent {
    var kind: UInt16 {
        switch self {
        case .language: 50
        case .persistence: 53
        }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .language(let account, let language):
            out.put(account)
            out.put(language?.rawValue ?? 0)
        case .persistence(let account, let stays):
            out.put(account)
            out.put(stays.map { $0 ? 2 : 1 } ?? 0 as UInt8)
        }
    }

    static func readPersistence(
        _ from: inout ByteReader
    ) throws(CodingError) -> PreferenceEvent {
        let account = try from.account()
        switch try from.take(UInt8.self) {
        case 0: return .persistence(account, nil)
        case 1: return .persistence(account, false)
        case 2: return .persistence(account, true)
        case let other: throw .unknownValue(UInt64(other))
        }
    }

    static func readLanguage(_ from: inout ByteReader) throws(CodingError) -> PreferenceEvent {
        let account = try from.account()
        let raw = try from.take(UInt8.self)
        guard raw != 0 else { return .language(account, nil) }
        guard let language = Language(rawValue: raw) else { throw .unknownValue(UInt64(raw)) }
        return .language(account, language)
    }
}
