import Foundation
internal import TLS

/// This device's own certificate for one account on one server: made here, shown under TLS, and by
/// SASL EXTERNAL good for signing in once the server knows it. No other server ever sees it.
public struct DeviceFiles: Hashable, Sendable {
    /// PEM files; the key without a password, readable by its owner alone.
    let certificate: String
    let key: String

    /// - Parameter folder: where certificates of all servers lie.
    public init(folder: String, server: Server, account: String) {
        let place = "\(folder)/\(Self.name(server))"
        let name = Self.fileName(account.lowercased())
        certificate = "\(place)/\(name).pem"
        key = "\(place)/\(name).key"
    }

    /// The accounts of a server that this device has a certificate for, sorted.
    public static func accounts(folder: String, server: Server) -> [String] {
        let place = "\(folder)/\(name(server))"
        // A folder that is not there holds none.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { $0.hasSuffix(".pem") }.map { String($0.dropLast(4)) }
            .filter { DeviceFiles(folder: folder, server: server, account: $0).exist }.sorted()
    }

    /// Whether both files are there.
    public var exist: Bool {
        let files = FileManager.default
        return files.fileExists(atPath: certificate) && files.fileExists(atPath: key)
    }

    /// Makes certificate and key, and the folders for them, closed to others.
    ///
    /// - Throws: when they cannot be written.
    public func make() throws {
        let place = (certificate as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        prepareForOpenSSL()
        // It names nobody: whoever sees it learns no account.
        _ = try SelfSignedCertificate.write(identity, names: ["device"], usage: .client)
    }

    /// Takes both files away: the server knows them no more.
    public func remove() {
        // What is not there need not be removed.
        for path in [certificate, key] { try? FileManager.default.removeItem(atPath: path) }
    }

    var identity: TLSIdentity { TLSIdentity(certificatePath: certificate, keyPath: key) }

    private static func name(_ server: Server) -> String {
        fileName(Server(host: server.host.lowercased(), port: server.port).description)
    }

    /// A text as a file's name, whatever is in it.
    private static func fileName(_ text: String) -> String {
        let letters = text.utf8.map { byte -> String in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                byte < 0x80
                && (scalar.properties.isAlphabetic
                    || "0123456789-_.:@".unicodeScalars.contains(scalar))
            return isPlain ? String(Character(scalar)) : "%" + String(byte, radix: 16)
        }
        let name = letters.joined()
        return name.allSatisfy { $0 == "." } ? "_" + name : name
    }
}
