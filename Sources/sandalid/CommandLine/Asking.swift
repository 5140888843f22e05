import ArgumentParser
import Dispatch
import Synchronization

/// Takes a command to the running server, or to the centre's own file when no server runs.
enum Asking {
    /// Who has carried it out.
    enum Doer {
        /// The running server, which goes on with what is still to be done.
        case server
        /// This process; whether nothing of it is left for the next start of the server.
        case file(isWhole: Bool)
    }

    /// Prints what came of it; ends with exit code 1 when it was refused.
    @discardableResult
    static func ask(_ command: AdminCommand, _ place: Place) throws -> Doer {
        try ask([command], place)
    }

    /// The same for several: each is carried out, whatever came of those before it.
    @discardableResult
    static func ask(_ commands: [AdminCommand], _ place: Place) throws -> Doer {
        let client = ControlClient(path: place.server.controlPath)
        // Opened once: the file is let go of some time after the last answer, not at once.
        var file: (any Administration)?
        var refusals: [String] = []
        defer {
            if file != nil { DataDirectory.giveToOwner(place.server.dataDirectory) }
        }
        for command in commands {
            let asked = place.named == nil ? command : .inCentre(place.name, command)
            switch try client.ask(asked) ?? askFile(&file, command, place) {
            case .done(let rows): for row in rows { print(row) }
            case .refused(let why): refusals.append(why)
            }
        }
        let isWhole = file?.finishErasing()
        guard refusals.isEmpty else { throw Complaint(refusals.joined(separator: "\n")) }
        return isWhole.map { .file(isWhole: $0) } ?? .server
    }

    private static func askFile(
        _ file: inout (any Administration)?, _ command: AdminCommand, _ place: Place
    ) throws -> AdminReply {
        let administration = try file ?? CentreFile.open(place, create: command.beginsCentre)
        file = administration
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
        // Who lets go of it early would never hear the answer.
        withExtendedLifetime(administration) { answered.wait() }
        return answer.withLock { $0 }
    }
}

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the server is, or one of its centres.")

    @OptionGroup var options: CentreOptions

    func run() throws {
        let place = try options.load()
        let command: AdminCommand =
            place.named == nil ? .status : .inCentre(place.name, .status)
        let path = place.server.controlPath
        guard let reply = try ControlClient(path: path).ask(command) else {
            throw Complaint(
                "No server answers at \(path). Either none runs, or it runs with another "
                    + "configuration: --config names it.")
        }
        switch reply {
        case .done(let rows): for row in rows { print(row) }
        case .refused(let why): throw Complaint(why)
        }
    }
}
