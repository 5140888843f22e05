/// The English catalogue.
extension Phrase {
    var english: String {
        aboutTheWayIn ?? aboutTrouble ?? aboutTheTalk ?? aboutOthers ?? ""
    }

    private var aboutTheWayIn: String? {
        switch self {
        case .aboutInvitation: "With an invitation and no account yet, just press Enter."
        case .askAccount: "Account: "
        case .askCode: "Code of your invitation: "
        case .slipInCode:
            "A digit of this code is wrong, missing or too many. Please compare it with your card."
        case .aboutNewAccount:
            """
            What do you want to be called here? 3 to 20 Latin letters or digits, and not your real
            name if you would rather not. Who comes back gives the name of before.
            """
        case .askNewAccount: "Name: "
        case .aboutNewPassword:
            """
            Choose a password of at least 8 letters that only you know; nothing of it is shown.
            Or just press Enter, and you are given one.
            """
        case .askNewPassword: "Password: "
        case .askAgain: "The same again: "
        case .passwordShort: "This has fewer than 8 letters. Please take a longer one."
        case .passwordsDiffer: "These two differ. Please once more."
        case .madePassword(let password):
            """
            Your password is:  \(password)
            Write it down where nobody looks: you need it on another device.
            """
        case .deviceKept:
            "This device knows you now: next time just start sandali, without the password."
        case .deviceRefused(let words):
            """
            This device was not let in by itself: \(words)
            Either the account is closed for now, and your centre knows more; or the server
            does not know this device any more, and the password is needed.
            """
        case .askPassword(let account): "Password of \(account): "
        case .connecting(let server): "Connecting to \(server) …"
        case .welcome(let nickname):
            "Welcome, \(nickname). Type /help to see what you can do here."
        case .unknownCertificate(let server, let fingerprint):
            """
            You have not been at \(server) before, and no authority vouches for it.
            Its certificate has this fingerprint (SHA-256):
              \(fingerprint)
            Ask the people who run the server whether it is theirs.
            """
        case .changedCertificate(let server, let fingerprint, let before):
            """
            CAREFUL: \(server) shows another certificate than before.
              before: \(before)
              now:    \(fingerprint)
            It may have been renewed, or somebody may be listening in between.
            Say yes only when the people who run the server tell you the new fingerprint.
            """
        case .askTrust: "Do you trust it? [y/N] "
        default: nil
        }
    }

    private var aboutTrouble: String? {
        switch self {
        case .noSuchHost(let server):
            "There is no server named \(server). Is the name right, and are you online?"
        case .nobodyAnswers(let server): "No server answers at \(server). Is it running?"
        case .unreachable(let server, let why):
            "\(server) cannot be reached (\(why)). Are you online?"
        case .noAnswerInTime(let server):
            "\(server) did not answer in time. Please try again in a while."
        case .plainOnlyHere:
            "--plain works only on this machine (localhost). Leave it out to use TLS."
        case .noTLS(let server, let why):
            "No safe connection to \(server) (\(why)). Is the port right? TLS is usually on 6697."
        case .untrusted(let server, let fingerprint):
            "The certificate of \(server) is not trusted; nothing was said to it."
                + (fingerprint.map { "\nIf it is the right one, add: --fingerprint \($0)" } ?? "")
        case .untrustedUnlikeNamed(let server):
            """
            The certificate of \(server) is NOT the one that --fingerprint names; nothing was said.
            Somebody may be listening in between. Ask the people who run the server.
            """
        case .untrustedChanged(let server, let before):
            "The certificate of \(server) has changed (before: \(before)); nothing was said to it."
                + "\nAsk the people who run the server, then start sandali in a terminal again."
        case .knownServersUnusable(let path):
            "The list of known servers cannot be used: \(path)\nPlease check who may read and"
                + " write it."
        case .signInRefused(let words):
            "The sign-in was refused: \(words)\nCheck account and password, and start again."
        case .signInNotOffered:
            "The server does not offer this way to sign in. Try --sign-in pass."
        case .invitationRefused(let words), .serverSays(let words): words
        case .nicknameRefused(let words): "\(words)\nTry another nickname with --nick."
        case .needsAccount: "Say who signs in: --account NAME (or SANDALI_ACCOUNT)."
        case .needsPassword: "Give the password in SANDALI_PASSWORD."
        case .wrongServer(let text): "\"\(text)\" is not a server. Write HOST or HOST:PORT."
        case .wrongFingerprint: "A fingerprint has 64 digits from 0 to 9 and A to F."
        case .wrongLanguage(let codes): "There is no such language. There are: \(codes)."
        default: nil
        }
    }

    private var aboutTheTalk: String? {
        switch self {
        case .cutOff: "The connection was cut."
        case .serverClosed(let words): "The server closed the connection: \(words)"
        case .tryingAgain(let seconds):
            "Trying again in \(seconds) s. What you are typing stays here."
        case .backAgain: "Connected again."
        case .missed(let room): "While the line was cut, in \(room):"
        case .notThereYet(let words): "not there yet: \(words)"
        case .lineSilent: "The line does not answer. Your words wait here and are not lost."
        case .notConnected: "Not connected just now, so this was not sent. It is still here."
        case .noRoomYet: "You are in no room yet. /list shows the rooms, /join #room enters one."
        case .nowIn(let room): "You are in \(room) now; what you type is heard there."
        case .alsoIn(let room): "You are also in \(room). /join \(room) to speak there."
        case .rooms([], _): Phrase.noRoomYet.english
        case .rooms(let rooms, let current):
            "You are in: "
                + rooms.map { $0 == current ? "\($0) (speaking)" : $0 }
                .joined(separator: ", ")
        case .unanswered: "The server did not answer everything in time."
        case .tooFewWords(let command): "\(command) needs more words. /help shows how."
        case .goodbye: "Goodbye."
        case .exported(let path): "Everything that is yours is in \(path), and in \(path).json."
        case .notExported(let path): "\(path) cannot be written."
        case .exportCut(let path):
            "Not everything of yours has come, so nothing was written into \(path). "
                + "Please ask for it anew with /export."
        case .exportComing(let path): "What is yours is on its way into \(path) already."
        case .exportThere(let path):
            "\(path) is there already, and stays as it is. Please name another file."
        case .commandsUnanswered:
            "Host did not answer this. It is not sent again by itself, so that nothing is "
                + "done twice. Please look whether it was done:"
        case .unconfirmed(let count):
            "Not confirmed by the server: \(count). This may not have arrived, and it is not "
                + "kept here:"
        case .help: Phrase.englishHelp
        default: nil
        }
    }

    private var aboutOthers: String? {
        switch self {
        case .came(let who, let room): "\(who) came into \(room)"
        case .left(let who, let room, let words): "\(who) left \(room)" + Self.after(words)
        case .quit(let who, let words): "\(who) went away" + Self.after(words)
        case .removed(let who, let by, let room, let words):
            "\(who) was asked out of \(room) by \(by)" + Self.after(words)
        case .renamed(let who, let to): "\(who) is now called \(to)"
        case .topicSet(let who, let room, ""): "\(who) took the topic of \(room) away"
        case .topicSet(let who, let room, let topic):
            "\(who) set the topic of \(room): \(topic)"
        case .topicIs(let room, let topic): "Topic of \(room): \(topic)"
        case .noTopic(let room): "\(room) has no topic."
        case .modeSet(let who, let target, let modes): "\(who) set \(modes) on \(target)"
        case .takenBack(let who, let words): "\(who) took back what was said" + Self.after(words)
        case .turnBegins(let who): "It is \(who)'s turn"
        case .turnEnds(let who): "\(who) has finished"
        case .invited(let by, let room): "\(by) invites you: /join \(room)"
        case .peopleIn(let room, let names): "In \(room): \(names)"
        case .listed(let room, let people, let topic):
            "\(room) · \(people) here" + (topic.isEmpty ? "" : " · \(topic)")
        case .isAway(let who, let words): "\(who) is away" + Self.after(words)
        case .emptyList(let list): "\(list): nobody and nothing is on this list."
        case .nobodyFound(let name): "Nobody here is called \(name)."
        case .you: "you"
        case .toStaff: "to staff"
        default: nil
        }
    }

    private static let englishHelp = """
        Type words and press Enter: everyone in the room hears them.
          /list            the rooms there are        /join #room   go into a room, or speak there
          /rooms           the rooms you are in       /part         leave the room
          /names           who is in the room         /who NAME     more about somebody
          /msg NAME words  words for one person       /me waves     say what you do
          /topic words     what the room is about     /whoreads     who can read a worker channel
          /language tg     what you are written in    /quit         go
          /hand            ask to speak, where people take turns
          /export FILE     everything that is yours, into a file
          /clear           wipe this screen, and what was scrolled up
          /help            this text
        Any other command goes to the server: /whois NAME. /raw LINE sends a line as it is.
        Two slashes say a word that begins with one: //home
        """
}

extension Usage {
    static let english = Usage(
        abstract: "Talk in the rooms of a Sandali server.",
        discussion: """
            In a terminal it asks for the password and shows who says what. On a pipe it is a line \
            tool: each line in goes to the server as it is (or as a command when it begins with \
            /), each line from the server comes out as it is.

            The environment may hold SANDALI_SERVER, SANDALI_ACCOUNT and SANDALI_PASSWORD.

            It ends with 0 after quitting, 2 when it was called wrongly, 3 when no connection came \
            about, 4 when the certificate is not trusted, 5 when the sign-in was refused, 6 when \
            the connection was cut.
            """,
        server: "The server's name or address (localhost:6697).",
        account: "Who signs in.",
        nick: "The name that others see, where it may differ from the account.",
        fingerprint: "Trust only the certificate with this SHA-256.",
        code: "Make an account with the code of an invitation; it is asked for.",
        noDevice:
            "On a device that is not yours: leave nothing on it that signs in by itself.",
        plain: "Without TLS; only on this machine.",
        join: "Go into this room at once; may be given several times.",
        signIn: "How to sign in: sasl, or pass where there is no SASL.",
        language: "Which language the client speaks: en, ru, tg, uz, uz-Cyrl.")
}
