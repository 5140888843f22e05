import Engine
import IRC
import Rooms
import Testing
import Wire

/// SCRAM-SHA-256 as the engine speaks it. What is hashed is the module Secrets' affair: here a
/// proof is the stored key itself.
@Suite struct SCRAMTests {
    static let stored = [UInt8](repeating: 7, count: 32)
    static let server = [UInt8](repeating: 9, count: 32)
    static let salt = [UInt8](repeating: 5, count: 16)
    static let secret = [1, 0, 4, 0xba, 0xf0] + salt + stored + server

    private var stage: TranscriptStage

    /// Where SCRAM is offered, and lola has an account.
    static func stage(verifier: [UInt8]) -> TranscriptStage {
        var setting = TranscriptStage.Setting()
        setting.offersSCRAM = true
        var stage = TranscriptStage(setting)
        stage.run([
            .errand(
                1,
                .addAccount(
                    name: Array("lola".utf8), roles: .parent, verifier: verifier,
                    scram: secret))
        ])
        return stage
    }

    init() {
        stage = Self.stage(verifier: [1])
        _ = stage.direct(["account", "mina", "parent"], nil)
        begin()
    }

    private mutating func begin() {
        stage.open("x")
        _ = heard("CAP REQ sasl")
    }

    private mutating func heard(_ lines: String...) -> [String] {
        stage.send(lines.map { ("x", Array($0.utf8)) })
        return stage.takeHeard().map(\.line)
    }

    private static func base64(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)[...]), as: UTF8.self)
    }

    /// What the server says to a first message, taken apart.
    private mutating func challenge(_ first: String) throws -> [String] {
        let lines = heard("AUTHENTICATE SCRAM-SHA-256", "AUTHENTICATE \(Self.base64(first))")
        #expect(lines.first == "AUTHENTICATE +")
        try #require(lines.count == 2 && lines[1].hasPrefix("AUTHENTICATE "))
        let bytes = try #require(Base64.decode(Array(lines[1].utf8)[13...]))
        return String(decoding: bytes, as: UTF8.self).split(separator: ",").map(String.init)
    }

    private mutating func prove(
        _ nonce: String, binding: String = "n,,", proof: [UInt8] = stored
    ) -> [String] {
        let letters = String(decoding: Base64.encode(proof[...]), as: UTF8.self)
        let last = "c=\(Self.base64(binding)),r=\(nonce),p=\(letters)"
        return heard("AUTHENTICATE \(Self.base64(last))")
    }

    private static let failed =
        ":s.example 904 * :Account and password do not fit: please try again"

    @Test mutating func `the mechanism is named where it is switched on`() {
        #expect(heard("CAP LS 302").contains { $0.contains("sasl=PLAIN,EXTERNAL,SCRAM-SHA-256 ") })
    }

    @Test(arguments: ["n,,", "y,,", "n,a=lola,"])
    mutating func `who proves to know the password is signed in after the server's own proof`(
        header: String
    ) throws {
        let said = try challenge("\(header)n=lola,r=abc")
        try #require(said.count == 3)
        #expect(said[0].hasPrefix("r=abc") && said[0].count >= 5 + 22)
        #expect(said[1] == "s=BQUFBQUFBQUFBQUFBQUFBQ==")
        #expect(said[2] == "i=310000")
        let answer = prove(String(said[0].dropFirst(2)), binding: header)
        let signature = "v=" + String(decoding: Base64.encode(Self.server[...]), as: UTF8.self)
        #expect(answer == ["AUTHENTICATE \(Self.base64(signature))"])
        #expect(
            heard("AUTHENTICATE +") == [
                ":s.example 900 * *!u@sandali lola :You are signed in as lola",
                ":s.example 903 * :You are signed in",
            ])
    }

    @Test mutating func `a wrong proof, nonce or header is refused, and one may try again`() throws
    {
        var said = try challenge("n,,n=lola,r=abc")
        #expect(prove(String(said[0].dropFirst(2)), proof: Self.server) == [Self.failed])
        said = try challenge("n,,n=lola,r=abc")
        #expect(prove(String(said[0].dropFirst(2)) + "x") == [Self.failed])
        said = try challenge("y,,n=lola,r=abc")
        #expect(prove(String(said[0].dropFirst(2)), binding: "n,,") == [Self.failed])
        said = try challenge("n,,n=lola,r=abc")
        #expect(prove(String(said[0].dropFirst(2)), proof: [1]) == [Self.failed])
        said = try challenge("n,,n=lola,r=abc")
        #expect(prove(String(said[0].dropFirst(2))).count == 1)
        #expect(heard("AUTHENTICATE AAAA") == [Self.failed])
    }

    @Test(arguments: [
        "p=tls-unique,,n=lola,r=abc", "n,a=mina,n=lola,r=abc", "n,,m=x,n=lola,r=abc",
        "n,,n=lo=la,r=abc", "n,,n=,r=abc", "n,,n=lola,r=", "n,,n=lola", "n,,", "",
        "n,,r=abc,n=lola",
        "n,,n=lola,r=a b",
    ])
    mutating func `what is no first message is refused`(first: String) {
        let message = first.isEmpty ? "+" : Self.base64(first)
        #expect(
            heard("AUTHENTICATE SCRAM-SHA-256", "AUTHENTICATE \(message)")
                == ["AUTHENTICATE +", Self.failed])
    }

    @Test mutating func `no two nonces are alike`() throws {
        var nonces: Set<String> = []
        for _ in 0..<50 {
            nonces.insert(try challenge("n,,n=lola,r=abc")[0])
            _ = heard("AUTHENTICATE *")
        }
        #expect(nonces.count == 50)
    }

    /// mina's password was set while SCRAM was off; nobody has the third name.
    @Test(arguments: ["mina", "nobody", "NOBODY", "a=2Cb"])
    mutating func `who cannot sign in so gets a salt all the same, and always the same`(
        name: String
    ) throws {
        let one = try challenge("n,,n=\(name),r=abc")
        let nothing = [UInt8](repeating: 0, count: 32)
        #expect(prove(String(one[0].dropFirst(2)), proof: nothing) == [Self.failed])
        stage.pass(seconds: 3600)
        begin()
        let other = try challenge("n,,n=\(name),r=abc")
        #expect(one[1...] == other[1...])
        #expect(one[2] == "i=310000")
        _ = heard("AUTHENTICATE *")
        #expect(try challenge("n,,n=another,r=abc")[1] != one[1])
    }

    @Test mutating func `a new password that was set while SCRAM was off ends the old one`() throws
    {
        stage.run([.errand(1, .setPassword(account: Array("lola".utf8), verifier: [2]))])
        let said = try challenge("n,,n=lola,r=abc")
        #expect(said[1] != "s=BQUFBQUFBQUFBQUFBQUFBQ==")
        #expect(prove(String(said[0].dropFirst(2))) == [Self.failed])
    }
}
