/// A fault planted into the simulation, to see that it would be found.
enum Canary: CaseIterable {
    case none
    /// The disk says that a batch is written before it is.
    case diskReportsEarly
    /// The disk says that a lost batch is there.
    case diskForgets
    /// What is to be heard goes out as soon as it is decided.
    case heardEarly
    /// Start-up does not read the last record.
    case lastRecordLost
    /// Every fan-out reaches one connection too many.
    case oneTooMany
    /// The last connection of an audience is left out.
    case oneTooFew
    /// Now and then a reply goes out twice.
    case repliedTwice
    /// A device gives its text another token when it sends it again.
    case tokenChanged
    /// What is read of the log has the words of other texts.
    case wordsMixedUp
    /// Of what is read of the log, one line is missing.
    case linesForgotten
    /// Two replies to one connection change places.
    case overtaken
}
