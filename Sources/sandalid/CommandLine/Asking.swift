import ArgumentParser
import Dispatch
import Synchronization

/// Takes a command to the running server, or to the centre's own file when no server runs.
enum Asking {
    /// Prints what came of it; ends with exit code 1 when it was refused.
    static func ask(_ command: AdminCommand, _ configuration: ServerConfiguration) throws {
        let client = ControlClient(path: configuration.controlPath)
        let reply = try client.ask(command) ?? askFile(command, configuration)
        switch reply {
        case .done(let rows): for row in rows { print(row) }
        case .refused(let why): throw Complaint(why)
        }
    }

    private static func askFile(
        _ command: AdminCommand, _ configuration: ServerConfiguration
    ) throws -> AdminReply {
        let administration = try CentreFile.open(configuration)
        return wait(for: command, by: administration)
    }

    /// The answer of an administration that answers on a queue of its own.
    static func wait(for command: AdminCommand, by administration: any Administration) -> AdminReply
    {
        let answered = DispatchSemaphore(value: 0)
        let answer = Mutex(AdminReply.refused("Nothing came of it."))
        administration.perform(command) { reply in
            answer.withLock { $0 = reply }
            answered.signal()
        }
        answered.wait()
        return answer.withLock { $0 }
    }
}

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the server is.")

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        let configuration = try options.load()
        guard let reply = try ControlClient(path: configuration.controlPath).ask(.status) else {
            throw Complaint("No server answers at \(configuration.controlPath).")
        }
        switch reply {
        case .done(let rows): for row in rows { print(row) }
        case .refused(let why): throw Complaint(why)
        }
    }
}
