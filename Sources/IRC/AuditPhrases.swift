import Rooms

extension Phrase {
    /// What was done, in a few words.
    static func deed(_ deed: AuditEntry.Deed) -> Phrase {
        switch deed {
        case .accountMade: .deedAccountMade
        case .rolesSet: .deedRolesSet
        case .passwordSet: .deedPasswordSet
        case .deviceAdded: .deedDeviceAdded
        case .deviceDropped: .deedDeviceDropped
        case .roomMade: .deedRoomMade
        case .renamed: .deedRenamed
        case .titled: .deedTitled
        case .enrolled: .deedEnrolled
        case .unenrolled: .deedUnenrolled
        case .caseOpened: .deedCaseOpened
        case .handoverAsked: .deedHandoverAsked
        case .handoverAccepted: .deedHandoverAccepted
        case .handoverDropped: .deedHandoverDropped
        case .consented: .deedConsented
        case .consentWithheld: .deedConsentWithheld
        case .covered: .deedCovered
        case .coverEnded: .deedCoverEnded
        case .carerAdded: .deedCarerAdded
        case .carerRemoved: .deedCarerRemoved
        case .caseClosed: .deedCaseClosed
        case .caseWoken: .deedCaseWoken
        case .entered: .deedEntered
        case .removed: .deedRemoved
        case .invited: .deedInvited
        case .modesSet: .deedModesSet
        case .prefixesSet: .deedPrefixesSet
        case .maskAdded: .deedMaskAdded
        case .maskRemoved: .deedMaskRemoved
        case .sessionPlanned: .deedSessionPlanned
        case .sessionMoved: .deedSessionMoved
        case .sessionSkipped: .deedSessionSkipped
        case .sessionOpened: .deedSessionOpened
        case .sessionExtended: .deedSessionExtended
        case .sessionLocked: .deedSessionLocked
        case .sessionUnlocked: .deedSessionUnlocked
        case .sessionClosed: .deedSessionClosed
        case .sessionUnattended: .deedSessionUnattended
        case .sessionMissed: .deedSessionMissed
        case .admitted: .deedAdmitted
        case .denied: .deedDenied
        case .rulesSet: .deedRulesSet
        case .rulesAccepted: .deedRulesAccepted
        case .summarised: .deedSummarised
        case .roomSet: .deedRoomSet
        case .redacted: .deedRedacted
        case .codeMade: .deedCodeMade
        case .codeRevoked: .deedCodeRevoked
        case .codeRedeemed: .deedCodeRedeemed
        case .floorGiven: .deedFloorGiven
        case .floorTaken: .deedFloorTaken
        case .roundBegun: .deedRoundBegun
        case .phaseBegun: .deedPhaseBegun
        case .muted: .deedMuted
        case .unmuted: .deedUnmuted
        case .banned: .deedBanned
        case .unbanned: .deedUnbanned
        case .reported: .deedReported
        case .reportClosed: .deedReportClosed
        case .copyKept: .deedCopyKept
        case .textHeld: .deedTextHeld
        case .textReleased: .deedTextReleased
        case .textRefused: .deedTextRefused
        case .wordsSet: .deedWordsSet
        case .asideBegun: .deedAsideBegun
        case .asideEnded: .deedAsideEnded
        case .audited: .deedAudited
        }
    }
}
