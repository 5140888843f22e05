import Foundation
import Rooms
import Testing

@testable import sandalid

@Suite struct ExampleTests {
    static let path = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "deploy/sandali.example.yaml")

    @Test func `the example file says what the table of keys says`() throws {
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(Setting.example.utf8).write(to: Self.path)
        }
        let text = try String(contentsOf: Self.path, encoding: .utf8)
        #expect(text == Setting.example, "RECORD=1 renews it")
    }

    @Test func `the example file sets every key to its default`() throws {
        let text = try String(contentsOf: Self.path, encoding: .utf8)
        let file = SettingsFile(path: "example", text: text)
        #expect(Set(file.entries.keys) == Set(Setting.byKey.keys))
        #expect(try Settings(file: file) == Settings(file: nil))
    }

    @Test func `what is shown can be read again, without its secrets`() throws {
        let text = "connection.password: geheim\nmotd: [\"a \\\"b\\\" c\", \"- d\"]\nloops: 2"
        let shown = try settings(text).shown
        #expect(!shown.contains("geheim"))
        let again = try settings(shown)
        #expect(again.text("connection.password") == "‹hidden›")
        #expect(again.lines("motd") == ["a \"b\" c", "- d"])
        #expect(again.number("loops") == 2)
    }

    @Test func `every key has a reason that ends as a sentence`() {
        for setting in Setting.byKey.values {
            #expect(setting.reason.hasSuffix("."), "\(setting.key)")
            #expect(setting.reason.count > 20, "\(setting.key)")
        }
    }
}

@Suite struct ListenAddressTests {
    @Test(arguments: [
        "0.0.0.0:6697", "127.0.0.1:0", "[::]:6697", "[::1]:1", "[2001:db8::7]:65535",
        "[1:2:3:4:5:6:7:8]:80", "[fe80::1:2]:6697",
    ])
    func `an address reads as it is written`(text: String) {
        #expect(ListenSetting(text)?.description == text)
    }

    @Test(arguments: [
        "", ":6697", "6697", "localhost:6697", "0.0.0.0", "0.0.0.0:", "0.0.0.0:65536",
        "256.0.0.1:1", "1.2.3:1", "::1:6697", "[::1]", "[:::]:1", "[1::2::3]:1", "[12345::]:1",
        "[1:2:3:4:5:6:7]:1", "[1:2:3:4:5:6:7:8:9]:1", "[g::]:1", "1.2.3.4:+1", "[]:1", "1.2.3.4:١",
    ])
    func `anything else is no address`(text: String) {
        #expect(ListenSetting(text) == nil)
    }

    @Test func `loopback is 127 and ::1`() {
        let loopback = ["127.0.0.1:1", "127.9.9.9:1", "[::1]:1"].compactMap(ListenSetting.init)
        #expect(loopback.map(\.isLoopback) == [true, true, true])
        let others = ["0.0.0.0:1", "[::]:1", "10.0.0.1:1"].compactMap(ListenSetting.init)
        #expect(others.map(\.isLoopback) == [false, false, false])
    }
}

@Suite struct WallClockTests {
    @Test func `a time zone is handed to the core as the changes of its clock`() throws {
        let warsaw = try #require(TimeZone(identifier: "Europe/Warsaw"))
        let zone = Zone(warsaw, from: Date(timeIntervalSince1970: 1_795_285_800))
        let (winter, summer) = (
            Moment(milliseconds: 1_796_149_800_000), Moment(milliseconds: 1_814_380_200_000)
        )
        #expect(zone.minutesEast(at: winter) == 60)
        #expect(zone.minutesEast(at: summer) == 120)
        let dushanbe = try #require(TimeZone(identifier: "Asia/Dushanbe"))
        let fixed = Zone(dushanbe, from: Date(timeIntervalSince1970: 1_795_285_800))
        #expect(fixed == Zone(minutesEast: 300))
    }
}
