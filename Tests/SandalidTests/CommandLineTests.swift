import ArgumentParser
import Testing

@testable import sandalid

@Suite struct CommandLineTests {
    @Test(arguments: [
        ["run", "--config", "a.yaml", "--test-clock"], ["check"], ["check", "home"],
        ["account", "add", "zarina", "--role", "facilitator", "--role", "worker"],
        ["account", "add", "lola", "--role", "parent", "--password-stdin"],
        ["account", "list", "--set", "data.directory=demo"], ["account", "passwd", "lola"],
        ["account", "role", "malika", "worker", "lead"],
        ["room", "new", "#tue-circle", "--title", "Tuesday", "--facilitator", "zarina"],
        ["room", "enrol", "#tue-circle", "lola", "nodira", "--as", "member"],
        ["case", "new", "lola", "malika"], ["case", "list"], ["room", "list"],
        ["clock", "+10m"], ["status"], ["version"],
        ["config", "check", "a.yaml"], ["config", "check", "--config", "a.yaml"],
        ["config", "check"],
        ["config", "show"], ["config", "example"],
        ["config", "hash", "--password-stdin"], ["certificate"],
        ["centre", "add", "east", "--policy", "open", "--host", "east.example.org"],
        ["centre", "list"], ["centre", "remove", "east"], ["status", "--centre", "east"],
        ["account", "list", "--centre", "east"], ["room", "new", "#a", "--centre", "east"],
        ["case", "new", "lola", "malika", "--centre", "east"],
        ["backup", "home", "b.sqlite", "--replace"], ["restore", "b.sqlite", "--check"],
        ["restore", "b.sqlite", "--centre", "east", "--replace"],
    ])
    func `a command line is understood`(words: [String]) throws {
        let command = try Sandalid.parseAsRoot(words)
        #expect(!(command is Sandalid))
    }

    @Test(arguments: [
        ["account", "add", "zarina"], ["room", "enrol", "#a", "lola", "--as", "king"],
        ["account", "passwd", "lola", "secret"], ["sing"], ["backup", "home"],
        ["config", "check", "a.yaml", "--config", "b.yaml"],
        ["centre", "add"], ["centre", "list", "--centre", "east"], ["restore"],
    ])
    func `a command line that is wrong is refused`(words: [String]) {
        #expect(throws: (any Error).self) { try Sandalid.parseAsRoot(words) }
    }

    @Test func `a centre is checked by its name or by its file`() throws {
        let flags = ["data.directory=d", "centre.default=east"]
        let place = Place(try Settings(file: nil, flags: flags), nil)
        func path(_ centre: String?) throws -> String { try CheckCommand.path(of: centre, place) }
        #expect(try path(nil) == "d/east.sqlite")
        #expect(try path("East") == "d/east.sqlite")
        #expect(try path("other/west.sqlite") == "other/west.sqlite")
        #expect(throws: Complaint(Place.missing("west"))) { try path("west") }
    }

    @Test(
        arguments: zip(
            ["+90s", "+10m", "+2h", "+7d", "10m", "+m", "+-1m", "-5m", "+1w", ""],
            [90, 600, 7200, 604_800, nil, nil, nil, nil, nil, nil] as [Int64?]))
    func `a clock moves by a plus, a number and a unit`(span: String, seconds: Int64?) {
        #expect(ClockCommand.seconds(span) == seconds)
    }

    @Test func `an answer from another queue is waited for`() {
        let reply = Asking.wait(for: .status, by: Parrot())
        #expect(reply == .done(["status"]))
    }
}
