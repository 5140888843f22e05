import Foundation
import SandaliKit
import Testing

/// `sandalid run`, the built one, listening on a port of its own.
final class RunningServer: Sendable {
    let process: Child
    /// Where its TLS listener is.
    let address: Server

    /// Waits until it serves.
    ///
    /// - Throws: `Failure` with all that it said instead.
    init(_ process: Child) async throws {
        self.process = process
        let serving = await process.errors.first { $0.contains("event=serving") }
        let listening = await process.errors.first { $0.contains("event=listening") }
        guard serving != nil, let port = listening.flatMap({ Self.number("port", in: $0) }) else {
            throw Failure("the server did not come up", process)
        }
        address = Server(host: "127.0.0.1", port: UInt16(port))
    }

    /// Where its second TLS listener is, on the other loopback address.
    func otherAddress() async throws -> Server {
        let first = log.firstIndex { $0.contains("event=listening") } ?? 0
        let second = try await logged("event=listening", from: first + 1)
        return Server(host: "::1", port: UInt16(Self.number("port", in: second) ?? 0))
    }

    /// The operator log so far.
    var log: [String] { process.errors.all }

    /// Waits for a line of the operator log with all of these in it.
    @discardableResult
    func logged(_ parts: String..., from mark: Int = 0) async throws -> String {
        let line = await process.errors.first(from: mark) { line in
            parts.allSatisfy(line.contains)
        }
        guard let line else { throw Failure("\(parts) was not logged", process) }
        return line
    }

    /// kill -9, and gone.
    func kill() async throws {
        process.signal(SIGKILL)
        guard await process.ended() == .signal(SIGKILL) else {
            throw Failure("the server did not die", process)
        }
        await process.errors.ended()
    }

    /// SIGTERM, and gone.
    func stop() async throws {
        process.signal(SIGTERM)
        guard await process.ended() == .exit(0) else {
            throw Failure("the server did not stop", process)
        }
        await process.errors.ended()
    }

    /// The number after `key=`, whatever unit follows.
    static func number(_ key: String, in line: String) -> Int? {
        line.components(separatedBy: " \(key)=").dropFirst().first
            .flatMap { Int($0.prefix { $0.isNumber }) }
    }
}

/// What went wrong with a process, and all that it said.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ what: String, _ process: Child) {
        let said = (process.output.all + process.errors.all).joined(separator: "\n")
        description = "\(what): \(process.name) said\n\(said)"
    }
}
