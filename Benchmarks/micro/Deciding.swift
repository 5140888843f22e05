import Engine
import IRC
import Rooms
import Wire

extension Micro {
    /// A text to a room of fifteen, and one to a person: judged, encoded for its hearers, written
    /// and confirmed; the disk is pretended.
    static func decide(_ report: Report) {
        for batch in [1, 20] {
            var hall = Hall(caps: [])
            let rooms = hall.texts(to: 0..<batch) { "#room\($0)" }
            report.work("decide and encode a text to a room, \(batch) at once", pieces: batch) {
                hall.say(rooms)
            }
        }
        var tagging = Hall(caps: ["server-time", "message-tags", "echo-message"])
        let rooms = tagging.texts(to: 0..<20) { "#room\($0)" }
        report.work("decide and encode a text with tags and echo, 20 at once", pieces: 20) {
            tagging.say(rooms)
        }
        for batch in [1, 20] {
            var hall = Hall(caps: [])
            let persons = hall.texts(to: 0..<batch) { "g\($0 * Hall.membersOfRoom + 1)" }
            report.work("decide and encode a text to a person, \(batch) at once", pieces: batch) {
                hall.say(persons)
            }
        }
    }
}

/// An engine with rooms in which people sit.
struct Hall {
    static let rooms = 20
    static let membersOfRoom = 15

    private var engine: CentreEngine
    private var now = Moment(milliseconds: 1_800_000_000_000)
    private var chance: UInt64 = 1
    private let welcome = Welcome(
        server: "micro.example", network: "Micro", version: "micro",
        started: Moment(milliseconds: 0), policy: .open)

    /// - Parameter caps: which capabilities everyone asks for.
    init(caps: [String]) {
        engine = CentreEngine(
            centre: Centre(policy: .open), directory: [:], welcome: welcome,
            keys: SipHash(k0: 1, k1: 2))
        for number in 0..<(Self.rooms * Self.membersOfRoom) {
            var greeting = Greeting(welcome)
            var replies: [UInt8] = []
            let asked = caps.isEmpty ? [] : ["CAP REQ :\(caps.joined(separator: " "))"]
            let ends = caps.isEmpty ? [] : ["CAP END"]
            for line in asked + ["NICK g\(number)", "USER u 0 * :Guest"] + ends {
                _ = greeting.take(Self.message(line), replies: &replies)
            }
            let id = Self.connection(number)
            let peer = Peer(address: [], secure: true)
            let join = Self.message("JOIN #room\(number / Self.membersOfRoom)")
            say([.opened(id, greeting, peer), .line(id, join)])
        }
    }

    /// The first member of each room says something.
    func texts(to numbers: Range<Int>, _ target: (Int) -> String) -> [Arrival] {
        numbers.map { number in
            let text = "PRIVMSG \(target(number)) :" + String(repeating: "a", count: 100)
            let id = Self.connection(number * Self.membersOfRoom)
            return .line(id, Self.message(text))
        }
    }

    /// What these cause, to the end: whatever they wrote is durable.
    mutating func say(_ arrivals: [Arrival]) {
        now = Moment(milliseconds: now.milliseconds + 1)
        var effects = step(arrivals)
        var heard = effects.deliveries.count
        while effects.write != nil {
            chance = chance &* 6_364_136_223_846_793_005 &+ 1
            effects = engine.step(.written, at: now, chance: chance)
            heard += effects.deliveries.count
        }
        precondition(heard >= arrivals.count, "something was not heard")
    }

    private mutating func step(_ arrivals: [Arrival]) -> Effects {
        chance = chance &* 6_364_136_223_846_793_005 &+ 1
        return engine.step(arrivals: arrivals, at: now, chance: chance)
    }

    private static func connection(_ number: Int) -> ConnectionID {
        ConnectionID(loop: 0, slot: UInt32(number), generation: 0)
    }

    /// A line that stands above: that it is none would be a mistake here.
    private static func message(_ line: String) -> Message {
        do throws(LineError) {
            return try Message(line)
        } catch {
            preconditionFailure("not a line: \(line)")
        }
    }
}
