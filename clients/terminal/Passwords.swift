import SandaliKit

/// A password that a command needs: typed unseen, as at the beginning.
struct PasswordQuestion {
    enum Use {
        /// Everything that is one's own, into a file.
        case export(path: String)
        /// The line that it is the last word of; nil for one's own account.
        case line(String, account: String?)
    }

    let use: Use
    /// What asked for it, to be put back where it cannot be sent.
    let typed: String
    var editor = LineEditor()
}

extension Chat {
    func ask(_ use: PasswordQuestion.Use, typed: String) {
        question = PasswordQuestion(use: use, typed: typed)
    }

    func prompt(of question: PasswordQuestion) -> String {
        let own = plan.identity.credentials?.account ?? telling.nickname
        guard case .line(_, let account?) = question.use else {
            return text(.askPassword(account: Neutral.text(own)))
        }
        return text(.askPassword(account: Neutral.text(account)))
    }

    /// Takes a key for the password that is being asked for; an empty one gives the command up.
    ///
    /// - Returns: false when none is asked for.
    func answer(_ key: Key) -> Bool {
        guard var asked = question else { return false }
        let outcome = asked.editor.press(key)
        question = asked
        switch outcome {
        case .line(let password):
            question = nil
            if !password.isEmpty { use(password, for: asked) }
        case .interrupt, .endOfInput: question = nil
        case .edited, .nothing, .redraw: break
        }
        return true
    }

    private func use(_ password: String, for question: PasswordQuestion) {
        switch question.use {
        case .export(let path): export(path, password, typed: question.typed)
        case .line(let line, _): send(["\(line) :\(password)"], typed: question.typed)
        }
    }
}

extension TypedLine {
    /// Whether a password is in it: on a shared telephone no arrow key may bring one back.
    var bearsPassword: Bool {
        switch self {
        case .export(_, let password): password != nil
        case .send(let lines): lines.contains { Self.bearsPassword($0.split(separator: " ")) }
        case .speak(let target, let lines) where Self.isService(target):
            lines.contains { Self.bearsPassword($0.split(separator: " ").dropFirst(2)) }
        default: false
        }
    }

    private static func bearsPassword(_ words: some Collection<Substring>) -> Bool {
        let verbs = words.prefix(2).map { $0.drop { $0 == ":" }.lowercased() }
        switch verbs.first {
        case "pass", "oper", "register", "authenticate": return words.count > 1
        case "export", "erase": return verbs.last == "now" && words.count > 2
        default: return false
        }
    }
}
