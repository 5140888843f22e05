import SandaliKit
import Testing
import Wire

/// The second centre, whose group has the same name, meets at the same hour and shares two names of
/// people with the first.
final class Elsewhere {
    private static var room: String { Evening.room }
    static let greeting = "Good evening from the east"

    private let evening: Evening
    private var zarina: Client
    private var lola: Client
    /// All that they have read before the connections they have now.
    private var earlier: [String] = []

    init(_ evening: Evening) async throws {
        self.evening = evening
        zarina = try await evening.enter("zarina", at: "east", "JOIN \(Self.room)")
        try await zarina.order(
            "ROOM SET \(Self.room) between=closed speak=open", "ROOM END \(Self.room)")
        try await zarina.order(
            "SESSION NEW \(Self.room) \(evening.start) 90m", "SESSION PLANNED \(Self.room)/1")
        lola = try await evening.enter("lola", at: "east", "JOIN \(Self.room)")
        _ = try await lola.settled()
    }

    private static func arrive(_ evening: Evening) async throws -> (Client, Client) {
        let zarina = try await evening.enter("zarina", at: "east", "JOIN \(room)")
        let lola = try await evening.enter("lola", at: "east", "JOIN \(room)")
        _ = (try await zarina.settled(), try await lola.settled())
        return (zarina, lola)
    }

    /// They open at the same minute.
    func open() async throws {
        try await zarina.order("SESSION OPEN \(Self.room)", "SESSION OPENED \(Self.room)/1")
        try await zarina.say(Self.greeting, to: Self.room)
        try await lola.hear(Self.greeting, in: Self.room, from: "zarina")
        let names = try await lola.all("NAMES \(Self.room)")
        #expect(names.contains { $0.hasSuffix("353 lola @ \(Self.room) :@zarina lola") })
    }

    /// The server was killed for them too.
    func comeBack() async throws {
        earlier += await read()
        (zarina, lola) = try await Self.arrive(evening)
        try await lola.say("Here we are again", to: Self.room)
        try await zarina.hear("Here we are again", in: Self.room, from: "lola")
    }

    func close() async throws {
        try await zarina.order("SESSION CLOSE \(Self.room)", "SESSION CLOSED \(Self.room)/1")
        let attended = try await zarina.all("ATTEND \(Self.room)/1")
        #expect(attended.filter { $0.contains("NOTE ATTEND ROW") }.count == 2, "\(attended)")
    }

    /// Nothing that they have read is about anybody of the other centre or what was said there; and
    /// nothing of theirs was read there.
    func noticedNothing(_ others: [Client]) async throws {
        _ = (try await zarina.settled(), try await lola.settled())
        let ours = earlier + (await read())
        let theirs = Set(Evening.parents + ["behruz", "malika", "wise", "gulruh"])
            .subtracting(["lola"])
        for line in ours {
            let words = Set(line.split { !$0.isLetter }.map(String.init))
            #expect(words.isDisjoint(with: theirs), "\(line)")
            #expect(!EveningTests.said.contains { line.contains($0) }, "\(line)")
        }
        for client in others {
            let lines = await client.received
            #expect(!lines.contains { $0.contains(Self.greeting) })
        }
        let words = try evening.installation.words(in: "east")
        #expect(words.contains(Self.greeting))
        #expect(!EveningTests.said.contains { words.contains($0) })
        #expect(try !evening.installation.words(in: "home").contains(Self.greeting))
    }

    private func read() async -> [String] {
        let (ours, theirs) = (await zarina.received, await lola.received)
        return ours + theirs
    }
}

extension Client {
    /// Every line that came.
    var received: [String] {
        transcript.compactMap {
            guard case .received(let message) = $0.event else { return nil }
            return String(decoding: message.bytes, as: UTF8.self)
        }
    }
}
