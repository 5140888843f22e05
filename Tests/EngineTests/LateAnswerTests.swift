import Engine
import IRC
import Rooms
import Testing
import Wire

/// A password that was right when it was said, and is so no more when it has been compared.
@Suite struct LateAnswerTests {
    private var stage: TranscriptStage

    init() {
        stage = SCRAMTests.stage(verifier: Array("lola-pw".utf8))
        stage.open("x")
    }

    private mutating func heard(_ lines: String...) -> [String] {
        stage.send(lines.map { ("x", Array($0.utf8)) })
        return stage.takeHeard().map(\.line)
    }

    private static func base64(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)[...]), as: UTF8.self)
    }

    private static let newPassword = Input.errand(
        1, .setPassword(account: Array("lola".utf8), verifier: Array("rose-pw".utf8)))

    @Test mutating func `an answer that was under way while the password changed counts no more`()
        throws
    {
        // The greeting is the centre's after a first attempt.
        _ = heard("CAP REQ sasl", "AUTHENTICATE PLAIN")
        _ = heard("AUTHENTICATE \(Self.base64("\0lola\0wrong"))", "AUTHENTICATE PLAIN")
        let said = "AUTHENTICATE \(Self.base64("\0lola\0lola-pw"))"
        stage.send([("x", Array(said.utf8))], behind: [Self.newPassword])
        #expect(stage.takeHeard().map(\.line).last?.hasPrefix(":s.example 904 ") == true)
        let second = "AUTHENTICATE \(Self.base64("\0lola\0rose-pw"))"
        #expect(heard("AUTHENTICATE PLAIN", second).last?.hasPrefix(":s.example 903 ") == true)
    }

    @Test mutating func `a proof is worth nothing once the password has changed behind it`() throws
    {
        let first = "AUTHENTICATE \(Self.base64("n,,n=lola,r=abc"))"
        let lines = heard("CAP REQ sasl", "AUTHENTICATE SCRAM-SHA-256", first)
        let line = try #require(lines.last)
        let challenge = try #require(Base64.decode(Array(line.utf8).dropFirst(13)))
        let nonce = String(decoding: challenge, as: UTF8.self).split(separator: ",")[0].dropFirst(2)
        let letters = String(decoding: Base64.encode(SCRAMTests.stored[...]), as: UTF8.self)
        let last = "c=\(Self.base64("n,,")),r=\(nonce),p=\(letters)"
        #expect(heard("AUTHENTICATE \(Self.base64(last))").last?.hasPrefix("AUTHENTICATE ") == true)
        stage.run([Self.newPassword])
        #expect(heard("AUTHENTICATE +").last?.hasPrefix(":s.example 904 ") == true)
    }
}
