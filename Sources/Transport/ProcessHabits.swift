import CEpoll
import Glibc

/// What the transport needs of the process as a whole; a program calls it once, before it starts.
public enum ProcessHabits {
    /// Ignores SIGPIPE, keeps freed memory for the next burst, and takes as many descriptors as the
    /// system allows.
    ///
    /// - Returns: how many descriptors there may be at once.
    @discardableResult
    public static func adopt() -> Int {
        // OpenSSL writes with write(2), which has no flag against the signal.
        _ = signal(SIGPIPE, SIG_IGN)
        sandali_keep_memory()
        return raiseDescriptorLimit()
    }

    private static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return 0
        }
        var raised = limit
        raised.rlim_cur = limit.rlim_max
        if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
            limit = raised
        }
        return Int(clamping: limit.rlim_cur)
    }
}
