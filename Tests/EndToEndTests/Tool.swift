import Foundation
import Testing

extension Installation {
    /// `openssl s_client` at this server, as people are told to use it.
    func openssl(_ flags: String..., to server: RunningServer) throws -> Child {
        try openssl(flags, to: server)
    }

    func openssl(_ flags: [String], to server: RunningServer) throws -> Child {
        try Child(["openssl", "s_client", "-connect", "\(server.address)"] + flags)
    }

    /// A self-signed certificate with its key, `<name>.pem` and `<name>.key`.
    func certificate(_ name: String) async throws {
        let tool = try Child([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "30", "-subj", "/CN=\(name).example", "-addext",
            "subjectAltName=DNS:\(name).example", "-out", path(name + ".pem"), "-keyout",
            path(name + ".key"),
        ])
        guard await tool.ended() == .exit(0) else { throw Failure("no certificate", tool) }
    }

    /// `Tests/Tools/fault/fault.c` as a library that a process can be started with.
    ///
    /// - Parameters:
    ///   - faults: as that file says.
    ///   - trigger: a file of this installation; the faults begin when it is there.
    /// - Returns: what must be in the environment of the process.
    func faultyDisk(_ faults: String, when trigger: String) async throws -> [String: String] {
        let source = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().appendingPathComponent("../Tools/fault/fault.c").path
        let library = path("fault.so")
        // Compiled here, because SwiftPM builds nothing that could be preloaded.
        let compiler = try Child(["clang", "-shared", "-fPIC", "-O1", "-o", library, source])
        guard await compiler.ended() == .exit(0) else {
            throw Failure("clang comes with Swift; is it in PATH?", compiler)
        }
        return ["LD_PRELOAD": library, "FAULT": faults, "FAULT_ARMED": path(trigger)]
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(name))
    }
}
