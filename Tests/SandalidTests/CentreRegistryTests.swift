import Foundation
import Rooms
import Testing
import Transport

@testable import IRC
@testable import sandalid

/// How the centres of a process are found, and what a reload reaches.
@Suite struct CentreRegistryTests {
    let folder: Folder
    private var data: String { folder.path + "/data" }

    init() throws {
        folder = try Folder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/data/centres", withIntermediateDirectories: true)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path + "/" + name))
    }

    private func settings(_ more: String...) throws -> Settings {
        try Settings(file: nil, flags: ["data.directory=\(data)"] + more)
    }

    private func registry() throws -> CentreRegistry {
        try CentreRegistry(try settings(), OperatorLog(level: "error"))
    }

    @Test func `how to greet under a host name is known before anyone comes, and read on reload`()
        throws
    {
        try write("before", to: "motd")
        try write(
            "centre.hosts: [east.example.org]\nmotd.file: \(folder.path)/motd\n",
            to: "data/centres/east.yaml")
        let registry = try registry()
        try write("after", to: "motd")
        func greeting() -> [[UInt8]]? {
            registry.centre(servedAs: Array("East.Example.org".utf8))?.welcome.motd
        }
        #expect(greeting() == [Array("before".utf8)])
        try registry.reload(try settings())
        #expect(greeting() == [Array("after".utf8)])
        // One centre's operators may ask for it, too.
        try write(
            "centre.hosts: [west.example.org]\nmotd.file: \(folder.path)/motd\n",
            to: "data/centres/east.yaml")
        registry.reload(try #require(registry.door("east")))
        #expect(greeting() == nil)
        #expect(registry.centre(servedAs: Array("west.example.org".utf8)) != nil)
    }

    @Test func `centres that cannot be listed are not taken for none`() throws {
        let registry = try registry()
        try FileManager.default.removeItem(atPath: data + "/centres")
        _ = try self.registry()
        try write("", to: "data/centres")
        #expect(throws: Complaint.self) { try registry.reload(try settings()) }
        let problem = #expect(throws: Complaint.self) { _ = try self.registry() }
        #expect(problem?.description.contains("/data/centres cannot be read") == true)
        // Whoever checks may not be who serves: what they do not see is said, and not refused.
        let unseen = try CentreFiles(ServerConfiguration(try settings())).check(try settings())
        #expect(unseen.count == 1 && unseen.allSatisfy { $0.contains("not checked") })
    }

    @Test func `what is pretended takes a reload as what is there does`() throws {
        let registry = try registry()
        let nowhere = try #require(
            registry.centre(named: Array("nowhere".utf8)) as? CentreDoor)
        #expect(nowhere.isUnknown)
        #expect(nowhere.configuration.networkName != "Bahor")
        try registry.reload(try settings("network.name=Bahor"))
        #expect(nowhere.configuration.networkName == "Bahor")
    }

    @Test func `a centre that is being moved aside comes back by no reload`() throws {
        try write("", to: "data/centres/east.yaml")
        let registry = try registry()
        let east = try #require(registry.door("east"))
        #expect(registry.drop(east))
        #expect(!registry.drop(east))
        try registry.reload(try settings())
        #expect(registry.door("east") == nil)
        registry.settle(east, isGone: false)
        #expect(registry.door("east") === east)
    }

    @Test func `without a limit of connections there is room for as many as descriptors`() throws {
        let open = TransportSettings(ServerConfiguration(try settings("limits.connections=0")))
        var limit = rlimit()
        #expect(unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
        #expect(open.connections == min(Int(clamping: limit.rlim_cur), 1 << 20))
        #expect(open.connections == ProcessHabits.descriptors)
    }
}
