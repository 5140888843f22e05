import Foundation
import Testing
import Wire

@testable import SandaliKit

/// The ways in beside a password.
@Suite struct ComingBackTests {
    private func identity(_ method: Identity.Method, password: String = "") -> Identity {
        Identity(account: "lola", password: password, method: method)
    }

    @Test func `an invitation is one flight: code, name, password`() {
        let opening = Registration(
            identity(.invitation(code: "57203918462049"), password: "winter bread")
        ).opening
        #expect(opening.first == "PASS :57203918462049")
        #expect(opening.suffix(2) == ["REGISTER lola * :winter bread", "CAP END"])
        #expect(!opening.contains("CAP REQ :sasl"))
    }

    @Test func `a certificate and a token are told by SASL, and no password is`() {
        let token = [UInt8](repeating: 7, count: 32)
        let certificate = Registration(identity(.certificate, password: "x")).opening
        #expect(certificate.contains("AUTHENTICATE EXTERNAL"))
        #expect(certificate.contains("AUTHENTICATE bG9sYQ=="))
        let back = Registration(identity(.token(token), password: "x")).opening
        let payload = Base64.encode((Array("lola".utf8) + [0] + token)[...])
        #expect(back.contains("AUTHENTICATE SANDALI-TOKEN"))
        #expect(back.contains("AUTHENTICATE " + String(decoding: payload, as: UTF8.self)))
    }

    @Test func `what the server says of a code reaches the person`() throws {
        var registration = Registration(identity(.invitation(code: "1"), password: "x"))
        let refused = try registration.take(
            Message(":s FAIL REGISTER INVALID_CODE lola :This code opens nothing"))
        #expect(
            refused
                == .refused(
                    .invitationRefused(code: "INVALID_CODE", words: "This code opens nothing")))
        var slip = Registration(identity(.invitation(code: "1"), password: "x"))
        let mistyped = try slip.take(Message(":s FAIL PASS CODE_MISTYPED :Compare it"))
        #expect(
            mistyped
                == .refused(.invitationRefused(code: "CODE_MISTYPED", words: "Compare it")))
    }

    @Test func `a welcome without a word of the account is none for an invitation`() throws {
        var passedOver = Registration(identity(.invitation(code: "1"), password: "x"))
        #expect(
            try passedOver.take(Message(":s 001 lola :Hi")) == .refused(.signInNotOffered))
        var made = Registration(identity(.invitation(code: "1"), password: "x"))
        #expect(try made.take(Message(":s REGISTER SUCCESS lola :Made")) == .goOn)
        #expect(try made.take(Message(":s CAP * ACK :server-time")) == .goOn)
        #expect(try made.take(Message(":s 001 lola :Hi")) == .ready)
    }

    // MARK: The device's certificate

    private let scratch = ScratchFolder()
    private var folder: String { scratch.path }
    private let server = Server(host: "irc.example.org", port: 6697)

    @Test func `a device's certificate is made once, for one account on one server`() throws {
        let files = DeviceFiles(folder: folder, server: server, account: "Lola")
        #expect(!files.exist)
        #expect(DeviceFiles.accounts(folder: folder, server: server) == [])
        try files.make()
        #expect(files.exist)
        #expect(DeviceFiles.accounts(folder: folder, server: server) == ["lola"])
        #expect(files == DeviceFiles(folder: folder, server: server, account: "lola"))
        let other = Server(host: "irc.example.org", port: 6698)
        #expect(DeviceFiles.accounts(folder: folder, server: other) == [])
        let rights = try FileManager.default.attributesOfItem(atPath: files.key)
        #expect(rights[.posixPermissions] as? Int == 0o600)
        files.remove()
        #expect(!files.exist)
    }

    @Test(arguments: ["../../etc/passwd", "..", ".", "a/b", "лола", "a b", ""])
    func `no account's name leads out of the folder`(account: String) {
        let files = DeviceFiles(folder: folder, server: server, account: account)
        let path = URL(filePath: files.key).standardizedFileURL.path
        #expect(path.hasPrefix(folder + "/irc.example.org:6697/"))
        #expect(URL(filePath: path).deletingLastPathComponent().lastPathComponent.hasSuffix("6697"))
    }
}
