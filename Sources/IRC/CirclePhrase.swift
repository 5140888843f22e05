import Rooms

/// Every sentence about how a group is run, by what it says; in each language in a file of its own.
enum CirclePhrase: CaseIterable {
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

    /// The sentence with its facts filled in.
    func text(_ language: Language, _ facts: [[UInt8]] = []) -> Line {
        let template = sentence(language)
        guard !facts.isEmpty else { return Line(stringLiteral: template) }
        return Line(Template.filled(Array(template.utf8), facts, language))
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
