import SandaliKit
import Wire

/// A person at a terminal, talking.
actor Chat {
    var plan: Plan
    let keyboard: Keyboard
    var telling: Telling
    var editor = LineEditor()
    /// The password that a command waits for.
    var question: PasswordQuestion?
    /// nil while the connection is down.
    var client: Client?
    var echoes = false
    /// What was said and has not come back; said again after a cut.
    var unheard = Unheard()
    private(set) var marks = false
    /// Longer texts that are coming.
    var gathering = Gathering()
    /// What was said while the line was cut.
    var missed = Missed()
    /// What the server takes of a longer text; nil where it takes lines only.
    private var bounds: LongText.Bounds?
    var rooms: [String] = []
    /// The rooms that were spoken in, the latest last.
    var spokenIn: [String] = []
    /// The room spoken in that one has just come out of; another takes its place.
    var cameOutOf: String?
    /// Rooms that the person asked for and that have not opened yet.
    var wanted: [String] = []
    /// Rooms that were asked for again after a cut and that have not answered yet.
    var rejoining: [String] = []
    /// The room that was spoken in when the connection was cut.
    var returning: String?
    private var finishing: CheckedContinuation<Exit, Never>?
    private(set) var isLeaving = false
    /// Whether this connection has been asked for what makes coming back easy.
    var hasIntroduced = false
    /// Whether the account has been ended, by oneself or with one's own wish.
    var isErased = false
    /// What is on its way into a file.
    var exporting: Export?
    /// How long nothing has come over the line.
    var silence = Silence(at: .now)
    /// Looks after what waits for an answer.
    var pulse: Task<Void, Never>?

    init(_ plan: Plan, keyboard: Keyboard) {
        self.plan = plan
        self.keyboard = keyboard
        telling = Telling(
            language: plan.language, nickname: plan.identity.nickname, clock: localClock)
        wanted = Array(plan.rooms.prefix(1))
    }

    /// Talks until the person leaves or there is no coming back.
    func run(_ client: Client) async -> Exit {
        await begin(client)
        show([text(.welcome(nickname: Neutral.text(telling.nickname)))])
        let typing = Task {
            while let keys = await keyboard.keys() { press(keys) }
            leave()
        }
        let listening = Task { finish(await listen()) }
        let exit = await withCheckedContinuation { finishing = $0 }
        typing.cancel()
        listening.cancel()
        pulse?.cancel()
        tellUnfinished()
        Standard.write("\r\u{1b}[K")
        return exit
    }

    /// Says what went out and nothing is known of, for it is kept nowhere.
    private func tellUnfinished() {
        giveUpExport()
        // Each text with its room.
        telling.room = nil
        let texts = unheard.messages(of: telling.nickname)
        let typed = unheard.takeTyped()
        guard !texts.isEmpty || !typed.isEmpty else { return }
        show([text(.unconfirmed(count: texts.count + typed.count))])
        show(texts.flatMap(telling.lines) + typed.map { Neutral.text($0) })
    }

    func begin(_ client: Client) async {
        self.client = client
        hasIntroduced = false
        let capabilities = await client.capabilities
        echoes = capabilities.contains("echo-message")
        marks = Unheard.works(with: capabilities)
        bounds = LongText.Bounds(capabilities: capabilities)
        gathering = Gathering()
        missed.reset()
        silence = Silence(at: .now)
        unheard.restart(at: .now)
        watch()
        telling.nickname = await client.nickname
    }

    func finish(_ exit: Exit) {
        finishing?.resume(returning: exit)
        finishing = nil
    }

    /// Says goodbye and ends, whatever the state of the connection.
    func leave(_ words: String = "") {
        guard !isLeaving else { return finish(.well) }
        isLeaving = true
        guard let client else { return finish(.well) }
        // What still comes is heard; the end of it ends all.
        Task { await client.leave(words, within: .seconds(3)) }
    }

    func text(_ phrase: Phrase) -> String { phrase.text(plan.language) }
}

/// The screen: lines scroll above, the row that is typed in stays below.
extension Chat {
    func show(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        let columns = Terminal.columns
        let rows = lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
            .map { Columns.folded(String($0), to: columns) }
        Standard.write("\r\u{1b}[K" + rows.joined(separator: "\n") + "\n" + row.drawing)
    }

    func show(_ phrase: Phrase) { show([text(phrase)]) }

    func redraw() { Standard.write(row.drawing) }

    /// Wipes the screen, what has been scrolled up with it, and the lines that arrow keys bring
    /// back: for whoever hands the telephone on.
    private func clear() {
        editor.forget()
        Standard.write("\u{1b}[H\u{1b}[2J\u{1b}[3J")
    }

    private var row: PromptLine {
        // Not even its length is shown.
        if let question {
            return PromptLine(
                prompt: prompt(of: question), editor: LineEditor(), columns: Terminal.columns,
                isQuestion: true)
        }
        let place = client == nil ? "…" : Neutral.text(telling.room ?? "sandali")
        return PromptLine(prompt: place + "> ", editor: editor, columns: Terminal.columns)
    }
}

/// What the person does.
extension Chat {
    func press(_ keys: [Key]) {
        for key in keys {
            if answer(key) { continue }
            switch editor.press(key) {
            case .line(let line): typed(line)
            case .interrupt where editor.letters.isEmpty, .endOfInput: leave()
            case .interrupt: editor.clear()
            case .redraw: Standard.write("\u{1b}[H\u{1b}[2J")
            case .edited, .nothing: break
            }
        }
        redraw()
    }

    private func typed(_ line: String) {
        let typed = TypedLine(line, room: telling.room)
        if typed == .trouble(.noRoomYet), let room = fallback(from: nil) {
            // Words that were typed for another room wait for a second Enter.
            editor.restore(line)
            return show(move(to: room))
        }
        if !typed.bearsPassword { editor.remember(line) }
        switch typed {
        case .nothing: break
        case .help: show(.help)
        case .clear: clear()
        case .export(let path, let password): export(path, password, typed: line)
        case .lacksPassword(let command, let account):
            ask(.line(command, account: account), typed: line)
        case .rooms: show(.rooms(rooms.map { Neutral.text($0) }, current: telling.room))
        case .quit(let words): leave(words)
        case .trouble(let phrase): show(phrase)
        case .send(let lines): send(lines, typed: line)
        case .speak(let target, let lines):
            if speak(lines, to: target, typed: line) { echo(lines) }
        case .join(let names, let command): join(names, command, typed: line)
        }
    }

    /// Sends words, long ones as one message, and so that they can be sent again, as far as the
    /// server knows such.
    private func speak(_ lines: [String], to target: String, typed: String) -> Bool {
        guard client != nil else { return send(lines, typed: typed) }
        let messages = LongText.messages(lines, to: target, within: bounds)
        let now = currentMilliseconds()
        let isCommand = TypedLine.isService(target)
        let marked = messages.map {
            marks ? unheard.mark($0, at: now, isCommand: isCommand) : $0
        }
        return send(marked.flatMap(\.self), typed: typed, isMarked: true)
    }

    /// Sends lines, each so that it is known whether something has answered it.
    ///
    /// - Parameter isMarked: whether somebody else knows that already.
    @discardableResult
    func send(_ lines: [String], typed: String, isMarked: Bool = false) -> Bool {
        guard let client else {
            editor.restore(typed)
            show(.notConnected)
            return false
        }
        for line in lines { client.send(isMarked ? line : marked(line, typed: typed)) }
        watch()
        return true
    }

    private func marked(_ line: String, typed: String) -> String {
        // Tags of one's own stay as they are; the end of the connection answers QUIT.
        guard marks, line.first != "@", !line.uppercased().hasPrefix("QUIT") else { return line }
        let hidden = TypedLine(typed, room: nil).bearsPassword
        let shown = hidden ? typed.prefix { $0 != " " } + " …" : typed[...]
        return unheard.mark(line, at: currentMilliseconds(), typed: String(shown))
    }

    /// Servers that do not send one's own words back leave it to the client to show them.
    private func echo(_ lines: [String]) {
        guard !echoes else { return }
        for line in lines {
            // A line that cannot be parsed is the server's to complain about.
            guard let message = try? Message(":\(telling.nickname) \(line)") else { continue }
            show(telling.lines(for: message))
        }
    }

    private func join(_ names: [String], _ command: String, typed: String) {
        if names.count == 1, let room = rooms.first(where: { Telling.same($0, names[0]) }) {
            show(move(to: room))
        } else if send([command], typed: typed) {
            wanted += names
        }
    }
}
