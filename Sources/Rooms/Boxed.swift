/// A value that its owner moves as one word: for what is large and seldom looked at.
///
///     @Boxed var signIn = SignIn()
@propertyWrapper
public struct Boxed<Value: Sendable>: Sendable {
    private indirect enum Box: Sendable {
        case holding(Value)
    }

    private var box: Box

    /// Boxes a value, which costs one allocation.
    public init(wrappedValue: Value) { box = .holding(wrappedValue) }

    /// Copied where it is read, and boxed anew where it is changed.
    public var wrappedValue: Value {
        get {
            switch box {
            case .holding(let value): value
            }
        }
        set { box = .holding(newValue) }
    }
}

extension Boxed: Equatable where Value: Equatable {
    /// Equal when the values are. Written out because the box around them cannot be compared.
    public static func == (left: Boxed, right: Boxed) -> Bool {
        left.wrappedValue == right.wrappedValue
    }
}
