import ArgumentParser
import Foundation
import Rooms
import Testing

@testable import sandalid

@Suite struct CentreSettingsTests {
    private let server = """
        server.name: irc.example.org
        network.name: Bahor
        motd: ["Welcome to the home centre"]
        help.numbers: ["Home: 1313"]
        policy: open
        operator.name: boss
        operator.password-hash: \(ContradictionTests.hash)
        tags.denied: ["typing"]
        scram: on
        """

    private func centre(_ text: String) throws -> ServerConfiguration {
        ServerConfiguration(
            try settings(server).ofCentre(SettingsFile(path: "east.yaml", text: text)))
    }

    private func complaints(_ text: String) -> [String] {
        do {
            _ = try centre(text)
            return []
        } catch {
            return (error as? Problems)?.all.map(\.description) ?? ["\(error)"]
        }
    }

    @Test func `a centre takes nothing of the default one's, and what is for all`() throws {
        let east = try centre("")
        #expect(east.policy == .support)
        #expect(east.motd == [] && east.helpNumbers == [] && east.hosts == [])
        #expect(east.operatorName == "" && east.operatorPassword == nil)
        #expect(east.serverName == "irc.example.org")
        #expect(east.networkName == "Bahor")
        #expect(east.deniedTags == ["typing"])
        #expect(east.offersSCRAM)
    }

    @Test func `what a centre says for itself holds`() throws {
        let east = try centre(
            "network.name: East\nmotd: [a]\nhelp.numbers: [b]\nlanguage.default: tg\n"
                + "centre.hosts: [East.example.org]\ntags.denied: []")
        #expect(east.networkName == "East" && east.motd == ["a"] && east.helpNumbers == ["b"])
        #expect(east.language == .tajik)
        #expect(east.hosts == ["east.example.org"])
        #expect(east.deniedTags == [])
    }

    @Test func `what is the server's is refused in a centre's file, with its line`() {
        #expect(
            complaints("policy: support\nloops: 2\nlisten.tls: []") == [
                "east.yaml:2: loops: belongs into the server's file",
                "east.yaml:3: listen.tls: belongs into the server's file",
            ])
        #expect(complaints("policy: closed").first?.hasPrefix("east.yaml:1: policy: must") == true)
        #expect(complaints("centre.hosts: [localhost]").count == 1)
        #expect(complaints("operator.name: boss").first?.contains("operator.name: needs") == true)
    }

    @Test(arguments: [
        ("east", true), ("east-2", true), ("7", true), ("East", false), ("", false), ("-a", false),
        ("a.b", false), ("a/b", false), ("..", false), ("қанд", false),
        (String(repeating: "a", count: 33), false),
    ])
    func `a centre's name is one that can stand behind an @ and become a file's`(
        name: String, isOne: Bool
    ) {
        #expect(CentreFiles.isName(name) == isOne)
    }

    @Test func `the file that is made for a centre can be read, whatever stands in it`() throws {
        let words = [
            "east", "--description", "Маркази \"Истаравшан\": 1", "--help-number", "a, b",
            "--help-number=- c", "--host", "east.example.org", "--policy", "open",
        ]
        let command = try CentreCommand.Add.parse(words)
        let east = try centre(command.text)
        #expect(east.networkDescription == "Маркази \"Истаравшан\": 1")
        #expect(east.helpNumbers == ["a, b", "- c"])
        #expect(east.policy == .open && east.hosts == ["east.example.org"])
    }

    @Test func `a message of the day is read from its file`() throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("motd-\(UUID().uuidString)")
        defer {
            // A file left behind in the temporary folder is no reason to fail a test.
            try? FileManager.default.removeItem(at: file)
        }
        let long = String(repeating: "ы", count: 300)
        try Data("Salom\r\n\n\u{1}a\tb\n\(long)\n\n".utf8).write(to: file)
        let read = try centre("motd.file: \(file.path)").messageOfTheDay
        #expect(read == ["Salom", "", "ab", String(repeating: "ы", count: 200)])
        #expect(try centre("motd: [x]").messageOfTheDay == ["x"])
    }

    @Test func `a place is the default centre's, however it is written, or another's`() throws {
        let own = try settings("centre.default: Home\ndata.directory: nowhere")
        #expect(Place(own, nil).isDefault && Place(own, "HOME").isDefault)
        #expect(Place(own, "East").name == "east")
        #expect(throws: Complaint.self) { try Place(own, "east").own() }
    }
}
