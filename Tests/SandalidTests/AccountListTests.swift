import IRC
import Rooms
import Testing

@testable import sandalid

@Suite struct AccountListTests {
    @Test func `the list of accounts marks those that are suspended`() {
        let accounts = [
            ListedAccount(
                name: Array("zarina".utf8), roles: [.facilitator, .worker], isSuspended: false),
            ListedAccount(name: Array("lola".utf8), roles: .parent, isSuspended: true),
        ]
        #expect(
            AdminReply(.accounts(accounts), .listAccounts)
                == .done(["zarina facilitator,worker", "lola parent suspended"]))
    }
}
