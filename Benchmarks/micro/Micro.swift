/// What single steps of a message's way cost, without sockets: `make bench-micro`.
///
///     .build/release/sandali-micro            all of it
///     .build/release/sandali-micro decide     what has `decide` in its name
@main enum Micro {
    static func main() throws {
        let report = Report(wanted: CommandLine.arguments.dropFirst().first)
        parse(report)
        decide(report)
        try append(report)
        try seal(report)
    }
}
