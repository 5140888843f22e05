import ArgumentParser
import TLS

struct CertificateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate",
        abstract: "Print the SHA-256 fingerprint of the certificate that clients will see.",
        discussion: "Makes a certificate of the server's own first where none is configured.")

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        let configuration = try options.load()
        do {
            try configuration.makeCertificateIfNeeded()
            DataDirectory.giveToOwner(configuration.dataDirectory)
            print(try configuration.certificateFingerprint())
        } catch {
            throw Complaint("\(configuration.identity.certificatePath): \(error)")
        }
    }
}
