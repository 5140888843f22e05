import Glibc

/// What the system says of an error number, in the C library's own words.
func systemWords(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

/// Files that somebody else has put somewhere.
enum ReadableFile {
    /// Whether nothing is there. What may not be looked at is not missing.
    static func isMissing(_ path: String) -> Bool {
        unsafe access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }

    /// Why a file cannot be read, and where it is this user what to do about it.
    static func whyNot(_ path: String) -> String {
        guard unsafe access(path, R_OK) != 0 else { return "it is of another kind" }
        let why = systemWords(errno)
        return errno == EACCES && geteuid() != 0
            ? "\(why). Root and the server's own user may: say it with sudo" : why
    }
}
