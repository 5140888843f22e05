/// Whose words are whose: under whose key they are sealed, and with whom they go.
extension Fact {
    /// The account; 0 where the words are nobody's, a guest's or the centre's own.
    public var ownerOfWords: AccountID { owner ?? event.owner }
}

extension Event {
    /// The account that the words are by; of what is about one account, that account.
    ///
    /// A room's name, title and key belong to the centre, whoever gave them: others need them. What
    /// a worker channel is called is the family's name, so openers say so by `Fact.owner`.
    var owner: AccountID {
        switch self {
        case .accountMade(let id, _, _, _), .passwordSet(let id), .scramSet(let id),
            .deviceBound(let id, _), .deviceDropped(let id, _), .rolesSet(let id, _):
            id
        case .said(_, let saying), .whispered(_, let saying), .confided(_, _, _, let saying):
            saying.by.owner
        case .topicSet(_, let by), .maskAdded(_, _, let by),
            .removed(_, _, let by), .redacted(_, _, let by):
            by.owner
        case .left(_, let person, _), .entered(_, let person, _), .nickChanged(_, let person):
            person.owner
        case .modesSet(_, _, _, let by), .limitSet(_, _, let by), .keyLifted(_, let by),
            .prefixesSet(_, _, _, let by), .maskRemoved(_, _, let by):
            by.owner
        case .casework(_, .handoverDropped(let by)): by.owner
        case .meeting(_, .denied(_, let by)), .meeting(_, .summarised(_, let by)): by.owner
        case .circle(_, let event): event.owner
        default: AccountID(0)
        }
    }
}

extension PersonID {
    /// The account whose key seals this person's words; 0, the centre's own, for guests.
    var owner: AccountID { account ?? AccountID(0) }
}
