/// What a person wrote or is. It shows itself as ‹private› in every print, dump and log.
///
///     let name = Private("Zarina")
///     print("\(name) came in")  →  "‹private› came in"
///
/// Take the value out by `exposed` only where it belongs: on the wire to those who may read it, or
/// in the database.
public struct Private<Value> {
    /// The value itself. Whoever reads it answers for where it goes.
    public var exposed: Value

    /// Hides a value from print, dump and logs; nothing is encrypted.
    public init(_ value: Value) { exposed = value }
}

extension Private: Sendable where Value: Sendable {}
extension Private: Equatable where Value: Equatable {}
extension Private: Hashable where Value: Hashable {}

extension Private: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The same for every value.
    public var description: String { "‹private›" }
    /// Likewise: arrays and dictionaries show what they hold by this one.
    public var debugDescription: String { "‹private›" }

    /// Without children: `dump` and every logger that reflects find nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
