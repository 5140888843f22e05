/// What single steps of a message's way cost, without sockets: `make bench-micro`.
///
///     .build/release/sandali-micro            all of it
///     .build/release/sandali-micro decide     what has `decide` in its name
///
/// `Benchmarks/growth` has it make logs large (`Filling`).
@main enum Micro {
    static func main() throws {
        let words = Array(CommandLine.arguments.dropFirst())
        if words.count == 5, words[0] == "fill", let texts = Int(words[3]),
            let accounts = Int(words[4])
        {
            var filling = try Filling(log: words[1], masterKey: words[2])
            return try filling.run(texts: texts, accounts: accounts)
        }
        let report = Report(wanted: CommandLine.arguments.dropFirst().first)
        parse(report)
        decide(report)
        try append(report)
        try seal(report)
    }
}
