import Glibc

/// What the system says of an error number, in the C library's own words.
func systemWords(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }
