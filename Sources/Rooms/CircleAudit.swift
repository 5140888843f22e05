extension CircleEvent {
    /// What the audit says of it: what staff did, and nothing of what people did for themselves.
    var deed: (what: AuditEntry.Deed, by: PersonID?, on: PersonID?)? {
        switch self {
        case .floorGiven(let person, _, let by?): (.floorGiven, by, person)
        case .floorEnded(let person, .taken, let by?): (.floorTaken, by, person)
        case .roundBegun(_, let by): (.roundBegun, by, nil)
        case .roundEnded(let by?): (.roundEnded, by, nil)
        case .floorTimed(_, false, let by?): (.floorExtended, by, nil)
        case .phaseBegun(_, let by): (.phaseBegun, by, nil)
        case .phaseEnded(let by?): (.phaseEnded, by, nil)
        case .muted(let person, _, _, let by): (.muted, by, person)
        case .unmuted(let person, let by?): (.unmuted, by, person)
        case .banned(let account, _, _, let by): (.banned, by, PersonID(account))
        case .unbanned(let account, let by?): (.unbanned, by, PersonID(account))
        case .reported(_, _, let author, let by, .redacted, _): (.copyKept, by, author)
        case .reported(_, _, let author, let by, _, _): (.reported, by, author)
        case .reportClosed(_, _, _, let by): (.reportClosed, by, nil)
        case .held(_, let saying, _): (.textHeld, saying.by, nil)
        case .heldEnded(_, let released, let by):
            (released ? .textReleased : .textRefused, by, nil)
        case .wordsSet(_, let by): (.wordsSet, by, nil)
        case .asideBegun(let person, _, _, let by): (.asideBegun, by, person)
        case .asideEnded(let person, let by): (.asideEnded, by, person)
        case .reportRead(_, let author, let by): (.reportRead, by, author)
        default: nil
        }
    }
}

extension Event {
    /// Whom somebody has reported by it: they are never told, by the audit either. Nor that a copy
    /// was kept of what was taken back: where it was not, they would know that it was reported.
    var reported: PersonID? {
        switch self {
        case .circle(_, .reported(_, _, let author, _, _, _)),
            .circle(_, .reportClosed(_, _, let author, _)),
            .circle(_, .reportRead(_, let author, _)):
            author
        default: nil
        }
    }
}
