import SandaliKit
import Testing

struct ServerTests {
    @Test(arguments: [
        ("sandali.example.org", "sandali.example.org:6697"), ("localhost:7000", "localhost:7000"),
        ("::1", "[::1]:6697"), ("[::1]:6698", "[::1]:6698"), ("[::1]", "[::1]:6697"),
        ("192.0.2.7:1", "192.0.2.7:1"),
    ])
    func `a server is written with or without its port`(text: String, read: String) {
        #expect(Server(text)?.description == read)
    }

    @Test(arguments: ["", ":6697", "a:0", "a:65536", "a:b", "[::1", "[::1]x", "a b", "a/b", "a:"])
    func `what is no server is refused`(text: String) {
        #expect(Server(text) == nil)
    }

    @Test(arguments: [
        String(repeating: "aF", count: 32),
        "SHA256:" + Array(repeating: "af", count: 32).joined(separator: ":"),
        Array(repeating: "AF", count: 32).joined(separator: " "),
    ])
    func `a fingerprint is read however it was copied`(text: String) {
        let shown = Array(repeating: "AF", count: 32).joined(separator: ":")
        #expect(Fingerprint(text)?.description == shown)
    }

    @Test(arguments: [
        "", "af", String(repeating: "ag", count: 32), String(repeating: "a", count: 65),
    ])
    func `what is no SHA-256 is refused`(text: String) {
        #expect(Fingerprint(text) == nil)
    }
}
