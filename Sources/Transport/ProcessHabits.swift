import CEpoll
import Glibc

/// What the transport needs of the process as a whole; a program calls it once, before it starts.
public enum ProcessHabits {
    /// Ignores SIGPIPE, keeps freed memory for the next burst, and takes as many descriptors as the
    /// system allows.
    public static func adopt() {
        // OpenSSL writes with write(2), which has no flag against the signal.
        _ = signal(SIGPIPE, SIG_IGN)
        sandali_keep_memory()
        raiseDescriptorLimit()
    }

    /// How many descriptors there may be at once; a million at most, for room is set aside for
    /// each.
    public static var descriptors: Int { Int(clamping: min(limit.rlim_cur, 1 << 20)) }

    private static var limit: rlimit {
        var limit = rlimit()
        guard unsafe getrlimit(descriptorLimit, &limit) == 0 else { return rlimit() }
        return limit
    }

    private static func raiseDescriptorLimit() {
        var raised = limit
        raised.rlim_cur = raised.rlim_max
        // Where it cannot be raised there are as many as before.
        _ = unsafe setrlimit(descriptorLimit, &raised)
    }

    private static let descriptorLimit = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
}
