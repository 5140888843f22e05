import ArgumentParser
import Glibc

/// Where a new password comes from: the terminal without echo, or the first line of stdin. Never an
/// argument, which every process of the machine can read.
struct PasswordOptions: ParsableArguments {
    @Flag(name: .long, help: "Read the password from stdin instead of asking for it.")
    var passwordStdin = false

    /// - Parameter twice: whether it is asked for again, for nobody sees what they type.
    func read(for name: String, twice: Bool = true) throws -> String {
        let word = passwordStdin ? readLine(strippingNewline: true) : try ask(for: name, twice)
        guard let word, !word.isEmpty else { throw Complaint("The password must not be empty.") }
        guard word.utf8.count <= 1000 else { throw Complaint("1000 bytes of password are enough.") }
        return word
    }

    private func ask(for name: String, _ twice: Bool) throws -> String? {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Complaint("There is no terminal to ask at; use --password-stdin.")
        }
        let first = Self.hidden("Password for \(name): ")
        guard !twice || first == Self.hidden("The same again: ") else {
            throw Complaint("These two differ; nothing was changed.")
        }
        return first
    }

    /// One line from the terminal, which does not show it meanwhile.
    private static func hidden(_ prompt: String) -> String? {
        print(prompt, terminator: "")
        fflush(nil)
        var before = termios()
        unsafe tcgetattr(STDIN_FILENO, &before)
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer {
            unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            print()
        }
        return readLine(strippingNewline: true)
    }
}
