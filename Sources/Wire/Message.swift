/// One parsed line. It owns the line's bytes; everything else is offsets into them.
///
///     @time=… :lina!l@centre PRIVMSG #tue-circle :салом ба ҳама
///     tags    source         command 0           1
///
/// - Source: RFC 1459 §2.3.1; IRCv3 message-tags; Modern IRC, "Message Format".
public struct Message: Sendable {
    /// The whole line without its ending; valid UTF-8 without NUL, CR and LF.
    public let bytes: [UInt8]
    /// The command in upper case, or `unknown`.
    public let command: CommandName

    @usableFromInline let layout: Layout

    /// Takes what the parser has found.
    @inlinable
    init(bytes: [UInt8], command: CommandName, layout: Layout) {
        self.bytes = bytes
        self.command = command
        self.layout = layout
    }

    /// How many parameters there are, 0...15.
    @inlinable public var count: Int { Int(layout.count) }

    /// The command as typed, for 421.
    @inlinable public var commandBytes: ArraySlice<UInt8> { bytes[layout.command.range] }

    /// One parameter, without the colon of a last one.
    ///
    /// - Precondition: `index` is below `count`.
    @inlinable
    public subscript(index: Int) -> ArraySlice<UInt8> {
        precondition(index >= 0 && index < count, "no such parameter")
        return bytes[layout.parameters[index].range]
    }

    /// One parameter, or nil when the line has fewer.
    @inlinable
    public func text(_ index: Int) -> ArraySlice<UInt8>? {
        index >= 0 && index < count ? bytes[layout.parameters[index].range] : nil
    }

    /// Who a server says the line comes from, without the colon; a server ignores what a client
    /// writes here.
    @inlinable public var source: ArraySlice<UInt8>? {
        layout.source.end == 0 ? nil : bytes[layout.source.range]
    }

    /// Whether the line begins with tags.
    @inlinable public var hasTags: Bool { layout.tags.end != 0 }

    /// The tags as written, without the `@` and the space.
    @inlinable public var rawTags: ArraySlice<UInt8>? {
        hasTags ? bytes[layout.tags.range] : nil
    }

    /// The line from its command on, without tags and source.
    @inlinable public var content: ArraySlice<UInt8> {
        bytes[Int(layout.command.start)...]
    }
}

extension Message: Equatable {
    /// Lines of the same bytes are the same message: all else follows from them.
    @inlinable
    public static func == (left: Message, right: Message) -> Bool {
        left.bytes == right.bytes
    }
}

/// Where the parts of a line lie. An absent part has `end` 0.
@usableFromInline
struct Layout: Sendable {
    @usableFromInline var tags = Stretch()
    @usableFromInline var source = Stretch()
    @usableFromInline var command = Stretch()
    @usableFromInline var count: UInt8 = 0
    @usableFromInline var parameters = InlineArray<15, Stretch>(repeating: Stretch())

    @inlinable init() {}
}

/// A stretch of a line; 16 bits are enough for the longest line with the longest tags.
@usableFromInline
struct Stretch: Sendable {
    @usableFromInline var start: UInt16 = 0
    @usableFromInline var end: UInt16 = 0

    @inlinable init() {}

    @inlinable
    init(_ start: Int, _ end: Int) {
        self.start = UInt16(truncatingIfNeeded: start)
        self.end = UInt16(truncatingIfNeeded: end)
    }

    @inlinable var range: Range<Int> { Int(start)..<Int(end) }
}
