import ArgumentParser
import Foundation

do {
    let command = try SandaliCommand.parse()
    let program = Program(command: command, environment: ProcessInfo.processInfo.environment)
    exit(await program.run().rawValue)
} catch {
    let isHelp = SandaliCommand.exitCode(for: error) == .success
    Standard.write(
        SandaliCommand.fullMessage(for: error) + "\n", to: isHelp ? STDOUT_FILENO : STDERR_FILENO)
    exit(isHelp ? Exit.well.rawValue : Exit.wronglyCalled.rawValue)
}
