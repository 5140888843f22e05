/// The sentences about coming in and being left waiting in English.
extension English {
    // swift-format-ignore
    static func waiting(_ phrase: Phrase) -> String {
        switch phrase {
        case .nickStays:      "While you are in a room where words are looked at first, or not taken, your nickname stays as it is"
        case .nickScreened:   "Something in your nickname is looked at first in {0}: please take another (NICK), then come in"
        case .moodOfStaff:    "Only families are asked how they are: with your answer the figure would tell what theirs are"
        case .sessionNew:     "Another meeting begins here: please wait, and read the rules if they are new"
        case .standInToOpen:  "The meeting in {0} is not open yet, and people wait: please JOIN {0}, then /msg Host SESSION OPEN {0}"
        case .lobbyUnopened:
            "Nobody has opened the meeting in {0} yet. Staff who are signed in have been told. What you write here waits for them"
        case .lobbyLapsed:    "The meeting in {0} did not take place: nobody could open it. We are sorry that you waited"
        case .attendKeptOut:  "{0} may not come for now"
        case .attendAtDoor:   "{0} came to the door and was not let in"
        case .unsaidSentSome: "Sent. Some of it waits for the staff; all else everyone in {0} has now"
        case .unsaidLeft:     "Still waiting: {0}. Please answer first, then send 1 once more"
        case .floorAside:     "They are aside with somebody of the staff just now"
        case .heldReleasedLate: "Staff have read your text for {0} and let it be said, when everyone else had gone already"
        case .banDevice:
            "A telephone is known by its account: /msg Host BAN keeps that out from every device. As a reason write more than that word"
        case .deedRoundEnded: "ended a round"
        case .deedFloorExtended: "gave more time to speak"
        case .deedPhaseEnded: "ended a part of the evening"
        // A sentence that stands nowhere is empty, and a test finds it.
        default: ""
        }
    }
}
