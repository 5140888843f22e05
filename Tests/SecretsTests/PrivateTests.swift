import Testing

@testable import Secrets

@Suite struct PrivateTests {
    struct Parent {
        let name = Private("Zarina")
        let words = [Private(Array("my son".utf8))]
    }

    @Test func `what is private shows itself to no print, dump, interpolation or reflection`() {
        var shown = ""
        let parent = Parent()
        dump(parent, to: &shown)
        print(parent, parent.name, parent.words, to: &shown)
        debugPrint(parent.name, parent.words, to: &shown)
        shown += "\(parent.name) \(String(reflecting: parent)) \(String(describing: parent))"
        shown += "\(Mirror(reflecting: parent.name).children.map { "\($0)" })"
        #expect(shown.contains("‹private›"))
        #expect(!shown.contains("Zarina"))
        #expect(!shown.contains("109"))
        #expect(parent.name.exposed == "Zarina")
    }

    @Test func `keys and hashes do not show themselves either`() throws {
        var shown = ""
        let secrets: [any Sendable] = [
            try AESGCM(key: [UInt8](repeating: 109, count: 32)),
            PasswordHash(
                cost: .standard, salt: [UInt8](repeating: 109, count: 16),
                digest: [UInt8](repeating: 109, count: 32)),
        ]
        dump(secrets, to: &shown)
        shown += "\(secrets)"
        #expect(!shown.contains("109"))
    }
}
