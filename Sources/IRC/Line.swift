public import Wire

/// A piece of a line, written as an interpolated literal and kept as bytes.
///
///     turn.numeric(.channelModeIs, "\(name) +\(letters)")
public struct Line: ExpressibleByStringInterpolation, Sendable {
    /// UTF-8 as a rule, but not checked; with CR and LF only where it was written with them.
    public var bytes: [UInt8]

    /// Takes bytes as they are: a CR or LF among them would end the line there.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A text's UTF-8, as it is.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The one behind the other, with nothing between them.
    public static func + (left: Line, right: Line) -> Line { Line(left.bytes + right.bytes) }

    /// What the compiler makes of a literal without interpolations.
    public init(stringLiteral text: String) {
        bytes = Array(text.utf8)
    }

    /// What the compiler makes of a literal with interpolations: its pieces, one behind the other.
    public init(stringInterpolation: Interpolation) {
        bytes = stringInterpolation.bytes
    }

    /// Collects the pieces.
    public struct Interpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        /// Makes ready for a literal of this size.
        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 16)
        }

        /// Appends a piece of the literal.
        public mutating func appendLiteral(_ text: String) { bytes.write(text) }
        /// Appends bytes.
        public mutating func appendInterpolation(_ text: [UInt8]) { bytes += text }
        /// Appends bytes.
        public mutating func appendInterpolation(_ text: ArraySlice<UInt8>) { bytes += text }
        /// Appends text.
        public mutating func appendInterpolation(_ text: String) { bytes.write(text) }
        /// Appends a number in decimal.
        public mutating func appendInterpolation(_ number: Int) { bytes.write(decimal: number) }
        /// Appends another piece of a line.
        public mutating func appendInterpolation(_ line: Line) { bytes += line.bytes }
        /// Appends a command's name.
        public mutating func appendInterpolation(_ command: CommandName) {
            bytes.write(command)
        }
    }
}
