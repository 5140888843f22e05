import Foundation
import Synchronization
import Testing

@testable import sandalid

/// Answers with what it was asked; keeps what it heard.
final class Parrot: Administration {
    let heard = Mutex<[AdminCommand]>([])
    /// Answers that are held back until `release`.
    private let held = Mutex<[@Sendable () -> Void]>([])
    private let holds: Bool

    init(holds: Bool = false) {
        self.holds = holds
    }

    func perform(_ command: AdminCommand, reply: @escaping @Sendable (AdminReply) -> Void) {
        let answer: @Sendable () -> Void = {
            if case .setPassword(let account, _) = command {
                reply(.refused("There is no account \(account)."))
            } else {
                reply(.done([command.line]))
            }
        }
        // Heard last: whoever waits for that may release what is held.
        if holds { held.withLock { $0.append(answer) } }
        heard.withLock { $0.append(command) }
        if !holds { answer() }
    }

    func release() {
        held.withLock { answers in
            for answer in answers { answer() }
            answers = []
        }
    }
}

/// A folder that goes away with the test. Unix sockets need short paths.
final class Folder: Sendable {
    let path: String

    init() throws {
        let name = "sandali-\(UInt32.random(in: 0...UInt32.max))"
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }

    deinit {
        // What is left over is in the temporary directory.
        try? FileManager.default.removeItem(atPath: path)
    }
}

@Suite struct ControlSocketTests {
    let folder: Folder
    var path: String { folder.path + "/control" }

    init() throws {
        folder = try Folder()
    }

    @Test func `a command goes to the server and its answer comes back`() throws {
        let parrot = Parrot()
        let server = try ControlServer(path: path, administration: parrot)
        defer { server.stop() }
        let client = ControlClient(path: path, patience: 20)
        let asked = AdminCommand.makeRoom(name: "#a", title: "Two words", leader: nil)
        #expect(try client.ask(asked) == .done(["room-new #a Two%20words"]))
        #expect(
            try client.ask(.setPassword(account: "lola", password: "x"))
                == .refused("There is no account lola."))
        #expect(parrot.heard.withLock { $0.count } == 2)
    }

    @Test func `only the owner may open the socket`() throws {
        let server = try ControlServer(path: path, administration: Parrot())
        defer { server.stop() }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func `a caller of another user is let go unheard`() throws {
        let parrot = Parrot()
        let server = try ControlServer(path: path, administration: parrot) { _ in false }
        defer { server.stop() }
        #expect(throws: SocketError.self) {
            try ControlClient(path: path, patience: 20).ask(.status)
        }
        #expect(parrot.heard.withLock { $0 } == [])
    }

    @Test func `no server at the path is not an error`() throws {
        #expect(try ControlClient(path: path, patience: 20).ask(.status) == nil)
    }

    @Test func `a second server is refused and the first goes on`() throws {
        let server = try ControlServer(path: path, administration: Parrot())
        defer { server.stop() }
        let error = #expect(throws: SocketError.self) {
            try ControlServer(path: path, administration: Parrot())
        }
        #expect(error?.code == EADDRINUSE)
        #expect(try ControlClient(path: path, patience: 20).ask(.status) == .done(["status"]))
    }

    @Test func `a socket that a killed server left behind is replaced`() throws {
        close(try UnixSocket.listen(at: path))
        #expect(FileManager.default.fileExists(atPath: path))
        let server = try ControlServer(path: path, administration: Parrot())
        defer { server.stop() }
        #expect(try ControlClient(path: path, patience: 20).ask(.status) == .done(["status"]))
    }

    @Test func `a stopped server takes its socket away`() throws {
        let server = try ControlServer(path: path, administration: Parrot())
        server.stop()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a request without end is refused`() throws {
        let server = try ControlServer(path: path, administration: Parrot())
        defer { server.stop() }
        let descriptor = try UnixSocket.connect(to: path)
        defer { close(descriptor) }
        let endless = String(repeating: "a", count: ControlServer.Limit.requestBytes + 1)
        try UnixSocket.write(endless, to: descriptor)
        let answer = try UnixSocket.read(from: descriptor, waiting: true)
        #expect(answer == Array("ERROR That request is too long.\n".utf8))
    }

    @Test func `a caller who leaves before the answer harms nobody`() throws {
        let parrot = Parrot(holds: true)
        let server = try ControlServer(path: path, administration: parrot)
        defer { server.stop() }
        let descriptor = try UnixSocket.connect(to: path)
        try UnixSocket.write("status\n", to: descriptor)
        while parrot.heard.withLock({ $0.isEmpty }) { sched_yield() }
        close(descriptor)
        parrot.release()
        let second = try UnixSocket.connect(to: path)
        UnixSocket.setPatience(of: second, seconds: 20)
        defer { close(second) }
        try UnixSocket.write("account-list\n", to: second)
        while parrot.heard.withLock({ $0.count < 2 }) { sched_yield() }
        parrot.release()
        #expect(
            try UnixSocket.read(from: second, waiting: true)
                == Array("+ account-list\nEND\n".utf8))
    }

    @Test func `a path that no socket can have is refused with the reason`() {
        let long = folder.path + "/" + String(repeating: "a", count: 120)
        let error = #expect(throws: SocketError.self) {
            try ControlServer(path: long, administration: Parrot())
        }
        #expect(error?.code == ENAMETOOLONG)
    }
}
