public import IRC

/// Finds the centre that a greeting asked for.
public protocol Router: Sendable {
    /// The port of a centre, or nil when there is none of that name; an empty name is the default.
    /// Called on event loops: it must not block.
    func centre(named: [UInt8]) -> (any CentrePort)?
}

/// A centre as the event loops see it.
public protocol CentrePort: AnyObject, Sendable {
    /// What one event loop took in during one wake-up for this centre, in order.
    /// Called on that loop: it hands the batch to the centre's own queue and returns.
    func receive(_ batch: [Arrival])
}
