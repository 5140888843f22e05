import Rooms
import Wire

/// Where a refusal becomes words: the classic numeric, or a standard reply where there is none.
extension Turn {
    /// - Parameter name: what the command was about, as given: a channel or a nickname.
    mutating func refuse(_ refusal: Refusal, about name: [UInt8]) {
        // A NOTICE is answered only where words would be lost unseen.
        if message.command == "NOTICE", refusal != .tooLong, refusal != .storageFull { return }
        let name = Shown.middle(name[...])
        switch refusal {
        case .noSuchRoom: refuseRoom(name)
        case .noSuchAccount: standard(.fail, "ACCOUNT_UNKNOWN", Line(name), .noSuchAccount)
        case .notInRoom: numeric(.notOnChannel, Line(name), .notOnChannel)
        case .otherNotInRoom:
            numeric(.userNotInChannel, "\(other) \(name)", .userNotInChannel)
        case .notEnrolled: standard(.fail, "NOT_ENROLLED", Line(name), .notEnrolled)
        case .alreadyThere: refuseAlready(name)
        case .notAllowed(let act): refuse(act, name)
        case .cannotSpeak(let why): refuse(why, name)
        case .session(let fault): refuse(fault, name)
        case .inviteOnly: numeric(.inviteOnlyChannel, Line(name), .inviteOnly)
        case .banned: numeric(.bannedFromChannel, Line(name), .banned)
        case .nicknameScreened:
            numeric(.erroneousNickname, Line(nick), .nickScreened, name)
        case .wrongKey: numeric(.badChannelKey, Line(name), .badKey)
        case .full: numeric(.channelIsFull, Line(name), .channelIsFull)
        case .tooManyRooms(let limit):
            numeric(.tooManyChannels, Line(name), .tooManyChannels, Line("\(limit)").bytes)
        case .tooManyMasks(let list):
            numeric(.banListFull, "\(name) \(String(list.letter))", .masksFull)
        case .tooMany(let limit):
            standard(.fail, "LIMIT_REACHED", Line(name), .tooMany, language.number(limit))
        case .nameTaken: standard(.fail, "NAME_TAKEN", Line(name), .nameTaken)
        case .deviceTaken: standard(.fail, "DEVICE_TAKEN", "", .deviceTaken)
        case .noSuchDevice: standard(.fail, "NO_SUCH_DEVICE", Line(name), .noSuchDevice)
        case .noSuchCode: standard(.fail, "NO_SUCH_CODE", Line(name), .noSuchCode)
        case .tooManyCodes(let limit):
            standard(.fail, "LIMIT_REACHED", "", .tooManyCodes, Line("\(limit)").bytes)
        case .tooManyDevices(let limit):
            standard(.fail, "LIMIT_REACHED", "", .tooManyDevices, Line("\(limit)").bytes)
        case .wrongRole(let needed):
            let role = Phrase(role: needed).text(language).bytes
            standard(.fail, "WRONG_ROLE", Line(name), .wrongRole, role)
        case .noSuchWish: standard(.fail, "NO_SUCH_WISH", Line(name), .noSuchWish)
        case .hasCharges(let count):
            standard(.fail, "HAS_CHARGES", Line(name), .hasCharges, Line("\(count)").bytes)
        case .tooLong: numeric(.inputTooLong, .messageTooLong)
        case .circle(let why): refuse(why, name)
        case .storageFull: standard(.fail, "STORAGE_FULL", Line(name), .storageFull)
        }
    }

    /// There is no such room; and where what was given is not even the name of one, which tells
    /// nothing of any room, how the command is written.
    private mutating func refuseRoom(_ name: [UInt8]) {
        let isName = name.first.map { "#&@%+*".utf8.contains($0) } ?? false
        guard !isName, CommandTable.isVendor(message.command) else {
            return numeric(.noSuchChannel, Line(name), .noSuchChannel)
        }
        let form = Help.form(of: message.command, like: message, language)
        numeric(.noSuchChannel, Line(name), .roomNameWanted, form.bytes)
    }

    /// The second parameter, as the one that the command is about.
    private var other: [UInt8] { Shown.middle(message.text(1) ?? []) }

    private mutating func refuseAlready(_ name: [UInt8]) {
        if message.command == "INVITE" {
            numeric(
                .userOnChannel, "\(Shown.middle(message.text(0) ?? [])) \(name)", .userOnChannel)
        } else {
            standard(.fail, "ALREADY", Line(name), .alreadySo)
        }
    }

    private mutating func refuse(_ act: Act, _ name: [UInt8]) {
        switch act {
        case .invite, .setTopic, .setModes, .setMetadata, .rename, .setStaff, .giveFloor, .remove,
            .redact:
            numeric(.channelOpNeeded, Line(name), .channelOpNeeded)
        case .operate: numeric(.noPrivileges, .noPrivileges)
        case .makeRoom, .makeChannel, .seeRoom, .enrol, .shape, .runSession, .openCase, .readCase,
            .runCase,
            .consent, .audit,
            .manageAccounts, .inviteParent, .inviteStaff, .confirmWish:
            standard(.fail, "NOT_ALLOWED", Line(name), .notAllowed)
        }
    }

    private mutating func refuse(_ fault: SessionFault, _ name: [UInt8]) {
        let name = Line(name)
        switch fault {
        case .moodOfStaff: standard(.fail, "NOT_ALLOWED", name, .moodOfStaff)
        case .none: standard(.fail, "NO_SUCH_SESSION", name, .noSuchSession)
        case .open: standard(.fail, "ALREADY_OPEN", name, .sessionAlreadyOpen)
        case .notOpen: standard(.fail, "NOT_OPEN", name, .sessionNotOpen)
        case .past: standard(.fail, "IN_THE_PAST", name, .sessionInPast)
        case .tooFar: standard(.fail, "TOO_FAR", name, .sessionTooFar)
        case .length: standard(.fail, "INVALID_LENGTH", name, .sessionLength)
        case .tooLong: standard(.fail, "INVALID_LENGTH", name, .sessionTooLong)
        case .overlaps: standard(.fail, "OVERLAPS", name, .sessionOverlaps)
        case .tooMany:
            let most = language.number(Rooms.Limit.sessionsPlanned)
            standard(.fail, "LIMIT_REACHED", name, .sessionsTooMany, most)
        case .notWaiting: standard(.fail, "NOT_WAITING", name, .notWaiting)
        case .nobodyWaits: standard(.fail, "NOT_WAITING", name, .nobodyAtDoor)
        case .moodSaid: standard(.fail, "ALREADY", name, .moodSaid)
        case .denied: numeric(.bannedFromChannel, name, .deniedNow)
        case .noRules: standard(.fail, "NO_RULES", name, .rulesNone)
        case .otherOpen(let number):
            standard(.fail, "NOT_OPEN", name, .sessionOtherOpen, Line("\(Int(number))").bytes)
        case .notYet(let start):
            let time = language.time(start, minutesEast: minutesEast(at: start))
            standard(.fail, "TOO_EARLY", "\(name) \(Shown.time(start))", .sessionNotYet, time)
        case .otherRules(let version):
            let text = Line("\(Int(version))").bytes
            standard(.fail, "OTHER_VERSION", "\(name) \(text)", .rulesChanged, name.bytes, text)
        }
    }

    private mutating func refuse(_ why: Silence, _ name: [UInt8]) {
        // Clients send tags by themselves, and would be told at every letter that is typed.
        if message.command == "TAGMSG" { return }
        switch why {
        case .shut: numeric(.cannotSendToChannel, Line(name), .roomIsShut, name)
        case .moderated: numeric(.cannotSendToChannel, Line(name), .moderated)
        case .external: numeric(.cannotSendToChannel, Line(name), .cannotSend)
        case .banned: numeric(.cannotSendToChannel, Line(name), .silencedByBan)
        case .noCTCP: numeric(.cannotSendToChannel, Line(name), .noCTCP)
        case .muted(let until): refuseMuted(until, name)
        case .notYourTurn: refuseTurn(in: name, place: nil, .notYourTurnNoHand)
        case .betweenParents: standard(.fail, "NOT_PRIVATE", Line(name), .parentsDoNotWhisper)
        case .parentToStaff: standard(.fail, "NOT_PRIVATE", Line(name), .writeInWorkerChannel)
        case .staffToParent: standard(.fail, "NOT_PRIVATE", Line(name), .writeInRoom)
        }
    }
}
