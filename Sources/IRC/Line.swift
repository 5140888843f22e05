public import Wire

/// A piece of a line, written as an interpolated literal and kept as bytes.
///
///     turn.numeric(.channelModeIs, "\(name) +\(letters)")
public struct Line: ExpressibleByStringInterpolation, Sendable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    public static func + (left: Line, right: Line) -> Line { Line(left.bytes + right.bytes) }

    public init(stringLiteral text: String) {
        bytes = Array(text.utf8)
    }

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
        public mutating func appendLiteral(_ text: String) { bytes += text.utf8 }
        /// Appends bytes.
        public mutating func appendInterpolation(_ text: [UInt8]) { bytes += text }
        /// Appends bytes.
        public mutating func appendInterpolation(_ text: ArraySlice<UInt8>) { bytes += text }
        /// Appends text.
        public mutating func appendInterpolation(_ text: String) { bytes += text.utf8 }
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
