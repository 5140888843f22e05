/// Why something with a secret could not be done. None of them holds a secret.
public enum SecretsError: Error, Equatable, Sendable {
    /// The sealed bytes were changed, cut, or sealed with another key or for another place.
    case tampered

    /// A key is not 32 bytes long.
    case wrongKeyLength(bytes: Int)

    /// The system has no randomness to give.
    case noRandomness

    /// A password's hash asks for more memory than there is, or than `Scrypt.Cost` allows.
    case tooCostly

    /// OpenSSL refused a call that never fails but for want of memory.
    case refused
}
