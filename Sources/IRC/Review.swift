public import Rooms

/// Whether somebody whose language it is has read a sentence and found it right.
public enum Review {
    /// What has been read so, by language. A sentence that is changed goes out of it again.
    static func reviewed(_ language: Language) -> Set<Phrase> {
        switch language {
        case .english: []
        case .russian: []
        case .tajik: []
        case .uzbek: []
        case .uzbekCyrillic: []
        }
    }

    /// The sentences that a family's safety or trust may hang on: who reads, who is there, whom to
    /// call, what is kept.
    static let safetyLines: [Phrase] = [
        .nobodyOfStaff, .nobodyOfStaffInRoom, .helpNumbers, .caseIsYours, .whoReadsHead,
        .whoReadsMember, .whoReadsKey, .whoReadsNotYet, .whoReadsLater, .whoReadsLaterNotYet,
        .whoReadsRoom, .handoverForFamily, .newWorkerReadsAll, .newWorkerReadsOn, .workerStays,
        .consentGiven,
        .consentWithheld, .coverForFamily, .coverOverForFamily, .coverAnswers, .carerCame,
        .carerGone, .caseRests, .parentsDoNotWhisper, .writeInWorkerChannel, .storageFull,
        .adminAsk, .deviceAdded, .deviceCut, .accountMade, .accessRenewed, .accessRenewedCut,
        .codeInvalid, .cardSecret, .accessGone, .newWorkerReadsSince,
        .whoReadsReports,
        .lobbyOpens, .lobbyShut, .lobbyAsk, .youAreInside, .deniedNow, .roomIsShut,
        .presenceHidden, .nobodyLeads,
        .moodThanks,
        .notYourTurn, .notYourTurnNoHand, .notYourTurnFull, .unsaidWaits, .mutedYou, .restraintWhy,
        .unmutedYou, .removedYou, .keptOutYou, .keptOutYouForGood, .otherwiseWorker, .reportThanks,
        .heldYou, .heldYouAlone, .heldReleased, .heldRefused, .heldRefusedWhy, .heldFull,
        .askNumber, .askLink,
        .askChange, .askStopped, .askReplaced, .asideYou, .asideOverYou,
        .keptRoom, .keptRoomAll, .keptRoomNone, .keptCase, .keptWhispers, .keptLog, .eraseAsked,
        .eraseWiped, .eraseKeyGone, .suspendedYou,
    ]

    /// The names of the safety lines that nobody has reviewed in a language.
    public static func unreviewedSafetyLines(in language: Language) -> [String] {
        let read = reviewed(language)
        return safetyLines.filter { !read.contains($0) }.map { "\($0)" }
    }
}
