/// The sentences about ways in and worker channels.
extension English {
    // swift-format-ignore
    static func accounts(_ phrase: Phrase) -> String {
        switch phrase {
        case .signInBusy:           "Very many are signing in at this moment: please try again in a minute"
        case .accessGone:           "What you signed in by is no way in any more: please sign in anew"
        case .handoverForWorker:    "{0} asks {1} to take over {2} from you. Until they accept, nothing changes"
        case .coverOverForYou:      "You stand in at {0} no more"
        case .newWorkerReadsSince:  "{0} is your worker now, and reads what was written since standing in here. {1} reads nothing more"
        case .whoReadsReports:      "What is reported, the safeguarding lead reads too, and what a worker takes back within a day"
        case .yesOrNo:              "The answer is yes or no"
        case .noTurnsEver:          "Everyone may write here at any time"
        case .codeNoSpaces:         "A password has no spaces: please write it as one word"
        case .tokenDropped:         "This token signs nobody in any more"
        case .notYoursToLetIn:
            "You cannot let anyone of this name back in: look how it is written, or ask the lead or an administrator"
        case .otherwiseWorker:      "For anything else write to your worker"
        case .meetsNow:             "{0} is meeting now. To come in: JOIN {0}"
        case .eraseWish:
            "{0} asks that all of theirs is wiped. Meet them within seven days, then: /msg Host ERASE CONFIRM {0}"
        case .exportWish:
            "{0} asks for all that is theirs. Meet them within seven days, then: /msg Host EXPORT CONFIRM {0}"
        case .deedReportRead:       "read a report"
        case .deedTokenMade:        "got a token"
        case .deedTokenDropped:     "dropped a token"
        case .deedAccessRenewed:    "renewed the access"
        default: waiting(phrase)
        }
    }
}
