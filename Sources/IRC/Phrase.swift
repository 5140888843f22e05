import Rooms
import Wire

/// Every sentence that a person may read, by what it says.
///
/// `{0}`, `{1}` stand for facts; `{0?day|days}` is the form of a word that fact 0, a number, asks
/// for: one and other, in Russian one, few, many and other. The sentences themselves stand in one
/// few files for each language, and a test finds what is missing.
enum Phrase: CaseIterable {
    case goodbye, connectionLost, readTooSlowly, youReadTooSlowly, nothingHeard
    case shortened, invalidCapCommand
    case noNicknameGiven, erroneousNickname, nicknameInUse, lookAlike
    case needMoreParameters, noOrigin, notRegistered, unknownCommand, alreadyRegistered
    case lineTooLong, invalidUTF8, forbiddenByte, malformedLine, messageTooLong
    case saslAborted, saslTooLong, saslMechanisms, saslFailed, saslAlready, saslSuccess,
        saslUnknown
    case signedInAsOther, accountIsHere, certificateNeeded
    case deviceAdded, deviceRow, deviceDropped, deviceCut, deviceTaken, noSuchDevice,
        tooManyDevices, devicesNeedAccount
    case loggedIn
    case invitationNeeded, nickFirst, connectFirst, badAccountName, passwordTooLong, weakPassword,
        tryLater, accountMade, nothingToVerify
    case signInFirst, wrongPassword, wrongConnectionPassword, passwordChanged, tooManyConnections
    case welcome, yourHost, created, iSupport
    case noMOTD, motdStart, endOfMOTD
    case usersHere, operatorsHere, unknownHere, channelsHere, clientsHere, localUsers, globalUsers
    case noSuchNick, noSuchChannel, cannotSend, moderated, noCTCP, silencedByBan, tooManyChannels
    case parentsDoNotWhisper, writeInWorkerChannel, writeInRoom
    case historyUnknownVerb, historyMissing, historyUnreadable, historyUnknownReference,
        historyBadTarget, historyFailed
    case unknownSetting, invalidSetting, settingRow
    case historyForAll, historyForAttended, historyForNone
    case missedAll, missedSome, missedNone, missedUnread, missedEnd
    case noRecipient, noTextToSend, tooManyTargets
    case redactBadTarget, redactUnknown, redactForbidden, redacted
    case batchInvalid, batchOtherTarget, batchTooManyBytes, batchTooManyLines, batchLate
    case notOnChannel, userNotInChannel, userOnChannel, badChannelName
    case channelIsFull, inviteOnly, banned, badKey, channelOpNeeded, notAllowed
    case unknownMode, unknownUserMode, usersDontMatch, invalidLimit, invalidKey, invalidMask
    case masksFull
    case invalidMark, persistenceForAccounts, persistenceForm
    case metadataForm, invalidMetadataTarget, invalidMetadataKey, invalidMetadataValue,
        metadataNotYours, metadataFull, keyNotSet, metadataSyncLater
    case channelNameInUse, cannotRename, channelRenamed
    case noTopic, endOfNames, endOfWho, endOfWhoIs, secureConnection, signedInAs, serverInfo
    case awayOff, awayOn, awayWithoutReason, endOfBans, endOfExceptions, endOfInvitations
    case endOfInvites, endOfList, listUsers, listName
    case helpIndex, helpAll, helpEnd, helpNotFound, answerCut
    case storageFull, nobodyOfStaff, nobodyOfStaffInRoom, helpNumbers
    case noSuchAccount, nameTaken, wrongRole, tooMany, alreadySo
    case roomMade, enrolled, unenrolled, caseOpened, caseIsYours, caseRow, notEnrolled
    case whoReadsHead, whoReadsMember, whoReadsNotYet, whoReadsLater, whoReadsLaterNotYet,
        whoReadsKey, whoReadsEnd, whoReadsRoom
    case handoverAsked, handoverForYou, handoverForFamily, handoverAccepted, handoverDone,
        newWorkerReadsAll, newWorkerReadsOn, handoverRejected, handoverRefused,
        handoverRefusedFor, workerStays, consentGiven, consentWithheld
    case coverSet, coverForYou, coverForFamily, coverEnded, coverOver, coverOverForFamily,
        coverAnswers, invalidLength
    case carerAdded, carerRemoved, carerCame, carerGone
    case auditRow, invalidTime
    case deedAccountMade, deedRolesSet, deedPasswordSet, deedDeviceAdded, deedDeviceDropped,
        deedRoomMade, deedRenamed, deedTitled, deedEnrolled, deedUnenrolled, deedCaseOpened,
        deedHandoverAsked, deedHandoverAccepted, deedHandoverDropped, deedConsented,
        deedConsentWithheld, deedCovered, deedCoverEnded, deedCarerAdded, deedCarerRemoved,
        deedCaseClosed, deedCaseWoken, deedEntered, deedRemoved, deedInvited, deedModesSet,
        deedPrefixesSet, deedMaskAdded, deedMaskRemoved, deedRedacted, deedCodeMade,
        deedCodeRevoked, deedCodeRedeemed, deedAudited
    case deedFloorGiven, deedFloorTaken, deedRoundBegun, deedPhaseBegun, deedMuted, deedUnmuted,
        deedBanned, deedUnbanned, deedReported, deedReportClosed, deedCopyKept, deedTextHeld,
        deedTextReleased, deedTextRefused, deedWordsSet, deedAsideBegun, deedAsideEnded
    case caseClosed, caseRests, caseWoken, caseRowClosed, hasCharges
    case serviceUnknown, restarting, centreRemoved, centreRestored, centreUnreachable
    case idleTime, isOperator, isBot, connectsFrom, usingModes, certificateIs
    case wasNoSuchNick, endOfWhoWas, noSuchServer, endOfStats, endOfLinks, endOfInfo
    case infoWhat, infoSince, adminOf, adminAsk, usersDisabled, summonDisabled
    case noPrivileges, noOperators, youAreOperator, rehashing, killed, closingLink
    case nicknameInUseTry, lookAlikeTry, staffLike, staffLikeTry, nameTakenTry, weakPasswordLeast
    case codeMistyped, codeTaken, codeTakenHow, codeInvalid, accountReady
    case codeMade, codeRow, codeRevoked, codeRedeemed, codeRecovered, noSuchCode, tooManyCodes,
        notYoursToLetIn, noSuchRole, badCodeOption
    case accessRenewed, accessRenewedCut, theAdministrator, tokenGiven, tokenRow
    case cardInvites, cardRecovers, cardCode, cardOnce, cardServer, cardFingerprint, cardSandali,
        cardOther, cardCentre, cardSecret
    case monitorFull, endOfMonitor, invalidRealName, realNameHidden
    case serverUp, languageNow, languageRow, languageSet, languageUnknown, languagesTooMany
    case lateToSignIn, silentTooLong, noSuchCentre
    case roleParent, roleFacilitator, roleWorker, roleLead, roleAdministrator,
        roleStandIn, roleCarer
    // Sessions and the door.
    case formMissing, roomNameWanted, standInInvalid
    case commandUnknownNear, serviceUnknownNear
    case startIsNone, everyInvalid, moodSaid, nobodyAtDoor
    case sessionOtherOpen, sessionNotYet, sessionTooLong, sessionsSkippedFor, admittedByJoin,
        wordUnknown
    case youAreInside, youAreRelieved, keptOutStill, presenceHidden, presenceShown, somebody,
        backChannel
    case sessionPlanned, sessionMoved, sessionSkipped, sessionRow, sessionRowOpen, sessionAnswers,
        sessionOpened, sessionIsOpen, sessionClosed, sessionOver, sessionOverReadable,
        sessionNext, sessionExtended, sessionLocked, sessionUnlocked, sessionBegins,
        sessionTimeUp, sessionMovedFor, sessionReminder, sessionSkippedFor, summaryFor,
        absenceFor, standInCalled, lobbyOpens, lobbyShut, lobbyRules, lobbyAsk, lobbyStaff,
        someoneWaits, lobbyHolds, admitted, admittedLater, denied, deniedNow, waitingSince,
        knockedAt, knock, knockDelivered, tooManyKnocks, channelIsOpen, knockOnChannel, rulesNone,
        rulesText, rulesAsk, rulesSet, rulesToo, rulesAccepted, rulesChanged, oneCutOff,
        manyCutOff, youLeadNow, nobodyLeads, somebodyLeads, invalidStart, noSuchSession,
        sessionAlreadyOpen, sessionNotOpen, sessionInPast, sessionTooFar, sessionLength,
        sessionOverlaps, sessionsTooMany, notWaiting, roomIsShut, roomShutNow, rsvpYes, rsvpNo,
        rsvpLate,
        invalidMood, moodThanks, moodIn, moodOut, moodInHidden, moodOutHidden, attendRow,
        attendExcused, attendAbsent, attendSpoke, attendPassed, attendSilent, summarised,
        deedSessionPlanned, deedSessionMoved, deedSessionSkipped, deedSessionOpened,
        deedSessionExtended, deedSessionLocked, deedSessionUnlocked, deedSessionClosed,
        deedSessionUnattended, deedSessionMissed, deedAdmitted, deedDenied, deedKnockDenied,
        deedRulesSet, deedRulesAccepted, deedSummarised, deedRoomSet
    // How a group is run.
    case turnHasNoEnd, notRestrained, waitsOutside
    case floorMuted, floorAway, floorAnyTime, roundHeld, roundPlace
    case handRaised, handDown, handForStaff, handForStaffComment, handRow, handRowComment
    case floorRow, floorRowUntil, floorFree, floorYours, floorYoursFor, floorSoonOver, floorOver
    case floorPassed, floorDone, floorTaken, floorMoreTime
    case floorDoneNext, floorDoneNobody, floorPassedNext, floorPassedNobody, floorOverNext,
        floorOverNobody, floorIsAway
    case nobodyWaits, noTurns, noHand, noFloor, noRound, noPhase, turnTooLong
    case notYourTurn, notYourTurnNoHand, notYourTurnFull
    case unsaidWaits, unsaidSent, unsaidNotYet, unsaidNothing
    case roundBegun, roundResting, roundOver, roundEnded, roundRow
    case phaseNow, phaseLeft, phaseOver
    case turnsBegin, turnsEnd
    case mutedYou, restraintWhy, mutedStaff, unmutedStaff, unmutedYou, notMuted, notBanned,
        slowWait, removedYou, removedStaff, keptOutYou, keptOutYouForGood, keptOutStaff,
        keptOutStaffForGood, letInStaff, reportThanks, reportNew, reportsWait, reportRow,
        reportClosed, noReport, reportMatter, matterWorry, matterHarm, matterIdentity,
        matterSpam, matterRedacted
    // What waits for staff, and asides.
    case heldYou, heldYouAlone, heldRow, heldText, heldMany, heldReleased, heldWritten,
        heldReleasedStaff, heldRefused,
        heldRefusedWhy, heldRefusedStaff, heldWord, heldWordLong, notHeld, heldFull, askNumber,
        askLink, askChange, askStopped, askReplaced, askNothing, whyAll, whyNumber, whyLink,
        whyWord, whyNewcomer,
        whyLate, whyUnattended, asideBegun, asideYou, asideStaff, asideOverYou, asideOver, noAside,
        asideNotStaff
    // Accounts and worker channels.
    case accessGone, signInBusy
    case handoverForWorker, coverOverForYou, newWorkerReadsSince, whoReadsReports, yesOrNo,
        noTurnsEver, codeNoSpaces, tokenDropped, eraseWish, exportWish,
        otherwiseWorker, meetsNow
    case deedReportRead, deedTokenMade, deedTokenDropped, deedAccessRenewed
    // Coming in, and being left waiting.
    case nickStays, nickScreened
    case moodOfStaff, sessionNew, standInToOpen, lobbyUnopened, lobbyLapsed,
        attendKeptOut, attendAtDoor, unsaidSentSome, unsaidLeft, floorAside, heldReleasedLate,
        banDevice, deedRoundEnded, deedFloorExtended, deedPhaseEnded
    case days, hours, minutes, seconds, andLast

    case keptRoom, keptRoomAll, keptRoomNone, keptCase, keptWhispers, keptAccount, keptLog
    case spanEndless
    case eraseAsked, eraseClosed, eraseWiped, eraseKeyGone, accountErased
    case exportAsked, exportReady, exportConfirmed, exportMore, exportEnd
    case wishCancelled, noSuchWish
    case deedWishConfirmed, deedExported, deedErased
    case suspendedYou, accountSuspended, accountRestored, deedSuspended, deedRestored

    /// The sentence with its facts filled in.
    func text(_ language: Language, _ facts: [[UInt8]] = []) -> Line {
        var line = Line("")
        write(language, facts, to: &line.bytes)
        return line
    }

    /// Appends the sentence with its facts filled in.
    func write(_ language: Language, _ facts: [[UInt8]] = [], to out: inout [UInt8]) {
        let template = sentence(language)
        guard !facts.isEmpty else { return out.write(template) }
        Template.write(template.utf8Span.span, facts, language, to: &out)
    }

    /// The sentence with its places open.
    func sentence(_ language: Language) -> String {
        switch language {
        case .english: English.sentence(self)
        case .russian: Russian.sentence(self)
        case .tajik: Tajik.sentence(self)
        case .uzbek: Uzbek.sentence(self)
        case .uzbekCyrillic: UzbekCyrillic.sentence(self)
        }
    }
}

extension Phrase {
    /// What a role is called.
    init(role: Roles) {
        switch role {
        case .facilitator: self = .roleFacilitator
        case .worker: self = .roleWorker
        case .lead: self = .roleLead
        case .administrator: self = .roleAdministrator
        default: self = .roleParent
        }
    }
}
