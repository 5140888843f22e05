import Rooms
import Testing

@testable import sandalid

@Suite struct AdminCodingTests {
    static let commands: [AdminCommand] = [
        .addAccount(name: "zarina", roles: [.facilitator, .worker], password: "a b%\tc\n"),
        .addAccount(name: "lola", roles: .parent, password: nil),
        .addAccount(name: "lola", roles: .parent, password: ""),
        .listAccounts, .setPassword(account: "lola", password: "қанд ва чой"),
        .setRoles(account: "malika", roles: [.lead, .administrator]),
        .makeRoom(name: "#tue-circle", title: "", leader: nil),
        .makeRoom(name: "#tue-circle", title: "Tuesday circle", leader: "zarina"),
        .enrol(room: "#tue-circle", account: "lola", standing: nil),
        .enrol(room: "#tue-circle", account: "lola", standing: []),
        .enrol(room: "#tue-circle", account: "malika", standing: .halfOperator),
        .newCode(
            roles: [.worker, .lead], rooms: ["#tue-circle", "#a b"], worker: "malika",
            seconds: 172_800),
        .newCode(roles: .parent, rooms: [], worker: nil, seconds: 300),
        .recoveryCode(account: "lola", seconds: 300), .listCodes, .listRooms, .listCases,
        .revokeCode(id: "zarina/3"),
        .makeCase(parent: "lola", worker: "malika"), .status, .advanceClock(seconds: 600),
        .inCentre("east", .listAccounts), .inCentre("east", .status), .listCentres,
        .addCentre(name: "east", settings: "# a\npolicy: open\n"), .removeCentre(name: "east"),
        .adoptBackup(centre: "east", replacing: true),
        .adoptBackup(centre: "home", replacing: false),
    ]

    @Test(arguments: commands)
    func `a command comes back from its line as it was`(command: AdminCommand) throws {
        #expect(!command.line.contains { $0.isNewline })
        #expect(try AdminCommand(line: command.line) == command)
    }

    @Test(arguments: [
        "", " ", "sing", "status now", "account-add zarina", "account-add zarina queen x",
        "account-role zarina ", "room-enrol #a lola 300", "clock soon", "account-passwd a %2",
        "account-passwd a %zz", "account-passwd a %ff", "account-add a parent b c", "@east",
        "@east @west status", "@east centre-list", "@east clock 1", "centre-adopt a perhaps",
        "code-new parent soon -", "code-new cook 300 -", "code-new parent 300", "code-recover lola",
    ])
    func `a line that is no command is refused`(line: String) {
        #expect(throws: AdminFault.self) { try AdminCommand(line: line) }
    }

    @Test func `an answer is one line for each row, whatever a row holds`() {
        #expect(AdminReply.done(["a", "b\r\nEND"]).text == "+ a\n+ b END\nEND\n")
        #expect(AdminReply.done([]).text == "END\n")
        #expect(AdminReply.refused("no\nway").text == "ERROR no way\n")
    }
}
