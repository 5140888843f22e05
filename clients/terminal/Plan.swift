import SandaliKit
import Wire

/// What the command line, the environment and perhaps a person's answers add up to.
struct Plan: Sendable {
    var server: Server
    var identity: Identity
    var fingerprint: Fingerprint?
    var plain = false
    var rooms: [String] = []
    var language = Language.english
    /// Where the certificates are kept that a person said yes to.
    var knownServers: String
    /// This device's certificate, where it has or shall have one.
    var device: DeviceFiles?
    /// Whether that certificate was made just now, for the account that is being tried.
    var hasMadeDevice = false

    /// How to connect.
    ///
    /// - Parameter ask: what to do about a certificate that nobody vouches for.
    func options(_ ask: @escaping @Sendable (Presented) async -> Bool) -> Client.Options {
        var options = Client.Options()
        options.plain = plain
        options.keepsTranscript = false
        options.device = plain ? nil : device
        options.trust =
            fingerprint.map(Trust.pinned) ?? .firstUse(file: knownServers, ask: ask)
        return options
    }

    /// The lines that go out together with the sign-in.
    ///
    /// - Returns: as many JOINs as the rooms need.
    static func joining(_ rooms: [String]) -> [String] {
        var lines: [String] = []
        var count = 0
        for room in rooms {
            let length = (lines.last?.utf8.count ?? 0) + 1 + room.utf8.count
            if count % roomsAtOnce == 0 || length > Limit.contentBytes {
                lines.append("JOIN " + room)
                count = 1
            } else {
                lines[lines.count - 1] += "," + room
                count += 1
            }
        }
        return lines
    }

    /// What Sandali takes in one JOIN (TARGMAX).
    private static let roomsAtOnce = 20

    /// `$XDG_CONFIG_HOME/sandali/known-servers`.
    ///
    /// - Source: XDG Base Directory Specification, "Environment variables".
    static func knownServers(_ environment: [String: String]) -> String {
        folder(environment) + "/known-servers"
    }

    /// Where this device's certificates lie.
    static func devices(_ environment: [String: String]) -> String {
        folder(environment) + "/devices"
    }

    private static func folder(_ environment: [String: String]) -> String {
        let home = environment["HOME"] ?? "/"
        let wish = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (wish ?? home + "/.config") + "/sandali"
    }
}
