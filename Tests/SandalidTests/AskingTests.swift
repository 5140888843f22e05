import Foundation
import Rooms
import Synchronization
import Testing

@testable import sandalid

@Suite struct AskingTests {
    let folder: Folder
    let place: Place
    private var configuration: ServerConfiguration { place.server }

    init() throws {
        folder = try Folder()
        let data = folder.path + "/data"
        try FileManager.default.createDirectory(
            atPath: data, withIntermediateDirectories: false)
        place = Place(
            try Settings(
                file: nil,
                flags: ["data.directory=\(data)", "keys.master=\(folder.path)/master.key"]), nil)
    }

    @Test func `a running server is asked one command after the other`() throws {
        let parrot = Parrot()
        let server = try ControlServer(
            path: configuration.controlPath, administration: parrot)
        defer { server.stop() }
        try Asking.ask([.status, .listAccounts], place)
        #expect(parrot.heard.withLock { $0 } == [.status, .listAccounts])
        try Asking.ask(.listAccounts, Place(place.settings, "East"))
        #expect(parrot.heard.withLock { $0.last } == .inCentre("east", .listAccounts))
    }

    @Test func `what is refused is told after the others are done`() throws {
        let parrot = Parrot()
        let server = try ControlServer(
            path: configuration.controlPath, administration: parrot)
        defer { server.stop() }
        let refused = AdminCommand.setPassword(account: "lola", password: "x")
        let complaint = #expect(throws: Complaint.self) {
            try Asking.ask([.status, refused, .listAccounts], place)
        }
        #expect(complaint?.description == "There is no account lola.")
        #expect(parrot.heard.withLock { $0.count } == 3)
    }

    @Test func `without a server a whole centre is made in its file`() throws {
        try configuration.masterKey.make(apartFrom: configuration.dataDirectory)
        try Asking.ask(
            [
                .addAccount(name: "zarina", roles: .facilitator, password: "non va choy"),
                .addAccount(name: "malika", roles: .worker, password: nil),
                .addAccount(name: "lola", roles: .parent, password: nil),
                .makeRoom(name: "#tue-circle", title: "Tuesday circle", leader: "zarina"),
                .enrol(room: "#tue-circle", account: "lola", standing: nil),
                .makeCase(parent: "lola", worker: "malika"), .listAccounts,
            ], place)
        #expect(FileManager.default.fileExists(atPath: configuration.path(ofLog: place.name)))
    }

    @Test func `of several, each is named that could not be done`() throws {
        try configuration.masterKey.make(apartFrom: configuration.dataDirectory)
        let complaint = #expect(throws: Complaint.self) {
            try Asking.ask(
                [
                    .addAccount(name: "malika", roles: .worker, password: nil),
                    .addAccount(name: "lola", roles: .parent, password: nil),
                    .makeRoom(name: "#tue-circle", title: "", leader: nil),
                    .makeCase(parent: "lola", worker: "malika"),
                ]
                    + ["lola", "lola", "nobody"].map {
                        .enrol(room: "#tue-circle", account: $0, standing: nil)
                    } + [.makeCase(parent: "lola", worker: "malika")], place)
        }
        #expect(
            complaint?.description == """
                lola may come to #tue-circle already.
                nobody: There is no such account.
                lola has a worker channel already.
                """)
    }
}
