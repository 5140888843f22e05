/// The bounds of an engine.
public enum Limit {
    /// How long after a full disk writing is tried again.
    public static let fullDiskRetrySeconds: Int64 = 1
}
