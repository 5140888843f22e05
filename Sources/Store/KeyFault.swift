/// What is wrong with a centre's keys.
public enum KeyFault: Error, Equatable, Sendable {
    /// There is no key file, but words that were sealed under keys.
    case missing
    /// The keys were wrapped under another master key.
    case wrongMaster
    /// The keys are another centre's.
    case otherCentre
    /// There are keys, and no log that they are of.
    case withoutLog
    /// There are keys already, and none were to be put in their place.
    case present
    /// The key file is no key file, or a key in it was changed.
    case damaged
    /// A newer Sandali wrote the file. Nothing has been changed in it.
    case newer
    /// The keys of so many accounts are not in the file, and names stand under them.
    case lost(accounts: Int)
}
