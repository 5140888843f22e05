import Glibc

/// A thread that gives way to all others: for long computations beside people who talk.
///
/// A dispatch queue's quality of service does not reach the scheduler on Linux, so that a hundred
/// password hashes would take as large a share of the cores as everything else together.
enum PatientThread {
    /// As `nice` has it: at 10 a thread gets a tenth of what another one gets beside it.
    private static let niceness: CInt = 10

    /// Runs `body` on a thread of its own, which ends with it. False where there can be none.
    static func run(_ body: @escaping @Sendable () -> Void) -> Bool {
        // Given to the thread, which lets go of it.
        let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
        var thread = pthread_t()
        let code = unsafe pthread_create(
            &thread, nil,
            { work in
                guard let work = unsafe work else { return nil }
                // Of this thread alone on Linux. What cannot give way computes all the same.
                _ = setpriority(CInt(PRIO_PROCESS.rawValue), 0, PatientThread.niceness)
                unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
                return nil
            }, work)
        guard code == 0 else {
            unsafe Unmanaged<Work>.fromOpaque(work).release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
