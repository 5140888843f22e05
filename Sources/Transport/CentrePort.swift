public import IRC

/// Finds the centre that a greeting asked for.
public protocol Router: Sendable {
    /// The port of a centre, or nil when there is none of that name; an empty name is the default.
    /// Called on event loops: it must not block.
    func centre(named: [UInt8]) -> (any CentrePort)?

    /// The port of a centre of this name where guests may come in without an account, or nil.
    /// Called on event loops.
    func openCentre(named: [UInt8]) -> (any CentrePort)?

    /// The centre that a TLS server name stands for, and how to greet there; nil: the default one.
    /// Called on event loops.
    func centre(servedAs host: [UInt8]) -> (name: [UInt8], welcome: Welcome)?
}

extension Router {
    /// None: what guests wish for is not looked at.
    public func openCentre(named: [UInt8]) -> (any CentrePort)? { nil }

    /// None: whatever server a client asks for, it is greeted alike.
    public func centre(servedAs host: [UInt8]) -> (name: [UInt8], welcome: Welcome)? { nil }
}

/// A centre as the event loops see it.
public protocol CentrePort: AnyObject, Sendable {
    /// What one event loop took in during one wake-up for this centre, in order.
    /// Called on that loop, which serves others too: a few lines may be judged there and then, also
    /// behind somebody who is about to be done. More lines, and all that waits for a disk or a
    /// password, are left to other threads.
    func receive(_ batch: [Arrival])
}
