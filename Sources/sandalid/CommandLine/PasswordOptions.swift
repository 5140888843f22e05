import ArgumentParser
import Foundation
import Glibc
import IRC

/// Where a new password comes from: the terminal without echo, or the first line of stdin. Never an
/// argument, which every process of the machine can read.
struct PasswordOptions: ParsableArguments {
    @Flag(name: .long, help: "Read the password from stdin instead of asking for it.")
    var passwordStdin = false

    /// What is asked for.
    struct Wish {
        var noun = "password"
        /// How many letters it has at least.
        var least = 1
        /// Whether it is asked for again, for nobody sees what they type.
        var twice = true

        /// What an account signs in with: no shorter than a parent's own choice may be.
        static let login = Wish(least: Limit.invitedPasswordBytesLeast)
        /// What a file is sealed by: whoever has the file can try as often as they like.
        static let passphrase = Wish(noun: "passphrase", least: 12)
        static let passphraseAgain = Wish(noun: "passphrase", twice: false)
    }

    func read(for name: String, _ wish: Wish = Wish()) throws -> String {
        let word = passwordStdin ? readLine(strippingNewline: true) : try ask(for: name, wish)
        guard let word, !word.isEmpty else {
            throw Complaint("The \(wish.noun) must not be empty.")
        }
        guard word.count >= wish.least else {
            throw Complaint(
                "The \(wish.noun) is too easy to guess: take at least \(wish.least) letters, "
                    + "several words for instance.")
        }
        guard word.utf8.count <= 1000 else {
            throw Complaint("1000 bytes of \(wish.noun) are enough.")
        }
        return word
    }

    private func ask(for name: String, _ wish: Wish) throws -> String? {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Complaint("There is no terminal to ask at; use --password-stdin.")
        }
        let first = Self.hidden("\(wish.noun.capitalized) for \(name): ")
        guard !wish.twice || first == Self.hidden("The same again: ") else {
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
