/// What an account has chosen for itself.
public enum PreferenceEvent: Equatable, Sendable {
    /// The language that it reads; nil: whatever the centre speaks.
    case language(AccountID, Language?)
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
        }
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
        }
    }

    func write(to out: inout ByteWriter) {
        switch self {
        case .language(let account, let language):
            out.put(account)
            out.put(language?.rawValue ?? 0)
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
