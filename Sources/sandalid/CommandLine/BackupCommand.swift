import ArgumentParser
import Glibc

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy a centre's log, and verify the copy.",
        discussion: "The server may run meanwhile. The copy is one file that only you may read.")

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The centre's name.")
    var centre: String

    @Argument(help: "Where the copy is to be.")
    var file: String

    @Flag(name: .long, help: "Take the place of a file that is there.")
    var replace = false

    func run() throws {
        let place = Place(try options.settings(), centre)
        try Backup(place: place, say: Telling.line).make(file, replacing: replace)
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Verify a backup, and put it in a centre's place.",
        discussion: "The centre goes on from where the backup ends. The server may run meanwhile; "
            + "who is connected to the centre is told, and let go.")

    @OptionGroup var options: CentreOptions

    @Argument(help: "The backup.")
    var file: String

    @Flag(name: .long, help: "Verify it, say what it holds, and change nothing.")
    var check = false

    @Flag(name: .long, help: "Move what the centre has aside; nothing is deleted.")
    var replace = false

    func run() throws {
        let backup = Backup(place: try options.load(), say: Telling.line)
        if check { return try backup.check(file) }
        try backup.restore(file, replacing: replace)
    }
}

/// Lines that tell how far something is, at once and not when a buffer is full.
enum Telling {
    static func line(_ text: String) {
        print(text)
        fflush(nil)
    }
}
