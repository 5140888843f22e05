import Rooms
import Wire

/// Who may be called what: nobody shall be taken for somebody else, for staff or for a service.
extension House {
    /// Why this person cannot have this nickname: it is somebody's, looks like somebody's, like
    /// staff or like a service.
    func nicknameFault(_ name: Named, for id: PersonID) -> Phrase? {
        if let other = people.person(nicked: name.key), other.id != id { return .nicknameInUse }
        // Classic IRC knows no look-alikes but those of accounts and services.
        if welcome.policy == .support, let other = people.person(looking: name.skeleton),
            other != id
        {
            return .lookAlike
        }
        if let owner = centre.account(looking: name.skeleton) {
            return PersonID(owner.id) == id ? nil : .nicknameInUse
        }
        if reserved.contains(name.skeleton) { return .nicknameInUse }
        guard welcome.policy == .support else { return nil }
        if Lookalikes.isService(name.bytes) { return .staffLike }
        return looksLikeStaff(name.bytes, but: id) && !roles(of: id).isStaff ? .staffLike : nil
    }

    /// Whether a name without its trimmings (`zarina_`, `-zarina2`) is a member of the staff's, or
    /// a word for staff.
    func looksLikeStaff(_ name: [UInt8], but id: PersonID) -> Bool {
        let core = Lookalikes.core(of: name)
        if Lookalikes.isStaff(core) { return true }
        // Accounts are in Latin letters; their names in Cyrillic ones mean the same person.
        return ([core] + Transliteration.latin(core)).contains { spelling in
            guard let owner = centre.account(looking: keys.skeleton(of: spelling[...])) else {
                return false
            }
            return owner.roles.isStaff && PersonID(owner.id) != id
        }
    }

    /// Whether an account may be called this: neither the service, nor whoever has left, nor what
    /// is no account's name.
    func mayName(_ name: Named) -> Bool {
        !reserved.contains(name.skeleton) && Name.accountFault(name.bytes[...]) == nil
    }

    /// Why no account can be made under this name.
    ///
    /// - Parameters:
    ///   - roles: what the account is to be.
    ///   - account: who is signed in already.
    func registrationFault(
        _ given: [UInt8], roles: Roles = [], as account: AccountID?, _ turn: inout Turn
    ) -> AccountRegistration.Fault? {
        if let account { return .already(name(of: account)) }
        let name = named(given[...])
        if !mayName(name) {
            return fault("BAD_ACCOUNT_NAME", given, .badAccountName)
        }
        if centre.account(named: name.key) != nil || centre.account(looking: name.skeleton) != nil {
            return fault("ACCOUNT_EXISTS", given, .nameTaken, .nameTakenTry, &turn)
        }
        // A name is not taken from under whoever uses it now.
        let others = [people.person(nicked: name.key)?.id, people.person(looking: name.skeleton)]
        if others.contains(where: { $0 != nil && $0 != turn.person }) {
            return fault("USERNAME_EXISTS", given, .nicknameInUse, .nicknameInUseTry, &turn)
        }
        guard welcome.policy == .support else { return nil }
        let isLike =
            Lookalikes.isService(given)
            || !roles.isStaff && looksLikeStaff(given, but: PersonID(guest: 0))
        return isLike
            ? fault("BAD_ACCOUNT_NAME", given, .staffLike, .staffLikeTry, &turn) : nil
    }

    private func fault(
        _ code: String, _ given: [UInt8], _ phrase: Phrase
    ) -> AccountRegistration.Fault {
        AccountRegistration.Fault(code: code, account: given, phrase: phrase)
    }

    /// The same with a name that is free, in the `support` policy.
    private func fault(
        _ code: String, _ given: [UInt8], _ phrase: Phrase, _ other: Phrase,
        _ turn: inout Turn
    ) -> AccountRegistration.Fault {
        guard welcome.policy == .support,
            let free = Pseudonyms.free(
                Pseudonyms.latin, &turn.dice,
                isFree: { nicknameFault(named($0), for: nobody) == nil })
        else { return fault(code, given, phrase) }
        return AccountRegistration.Fault(
            code: code, account: given, phrase: other, facts: [free])
    }

    /// A person that nobody is.
    private var nobody: PersonID { PersonID(guest: 0) }
}

/// Words that a name may not pass for.
enum Lookalikes {
    // swift-format-ignore
    private static let staff = skeletons([
        "admin", "administrator", "facilitator", "moderator", "operator", "staff", "worker",
        "lead", "leader", "helper", "support", "helpdesk", "centre", "center", "markaz", "rahbar",
        "mudir", "xodim", "mutaxassis", "boshlovchi", "psychologist",
        "админ", "администратор", "модератор", "ведущий", "ведущая", "куратор", "поддержка",
        "помощь", "сотрудник", "центр", "марказ", "роҳбар", "роҳбалад", "мудир", "мушовир",
        "корманд", "ходим", "ёрдам", "фасилитатор", "фасилитаторша", "специалист", "психолог",
        "психологиня", "мутахассис", "пешбаранда", "тасҳилгар", "маъмур", "бошловчи", "равоншинос",
    ])
    private static let services = skeletons([
        "host", "sandali", "sandalid", "server", "service", "services", "system", "nickserv",
        "chanserv", "operserv", "memoserv", "root", "bot",
        "сандалӣ", "сервер", "система", "хост", "бот",
    ])

    private static func skeletons(_ words: [String]) -> Set<[UInt8]> {
        Set(words.map { Name.skeleton(Array($0.utf8)[...]) })
    }

    static func isStaff(_ core: [UInt8]) -> Bool { staff.contains(Name.skeleton(core[...])) }

    static func isService(_ name: [UInt8]) -> Bool {
        services.contains(Name.skeleton(core(of: name)[...]))
    }

    /// A name without the digits and signs around it.
    static func core(of name: [UInt8]) -> [UInt8] {
        func isTrimming(_ byte: UInt8) -> Bool {
            byte < 0x80 && !(0x61...0x7a ~= byte | 0x20)
        }
        let tail = name.drop(while: isTrimming)
        guard let last = tail.lastIndex(where: { !isTrimming($0) }) else { return name }
        return Array(tail[...last])
    }
}
