import Engine
import IRC
import Rooms
import Testing

@Suite struct ErrandTests {
    private func outcome(of errand: Errand) -> ErrandOutcome? {
        var engine = CentreEngine.empty
        let now = Moment(milliseconds: 1)
        var effects = engine.step([.errand(1, errand)], at: now, chance: 1)
        if effects.write != nil { effects = engine.step(.written, at: now, chance: 2) }
        return effects.outcomes.first?.1
    }

    @Test func `an account that is suspended is listed as such until it is restored`() {
        var engine = CentreEngine.empty
        let (now, lola) = (Moment(milliseconds: 1), Array("lola".utf8))
        func listed(_ errands: Errand...) -> ErrandOutcome? {
            let inputs = (errands + [.listAccounts]).map { Input.errand(1, $0) }
            var effects = engine.step(inputs, at: now, chance: 1)
            if effects.write != nil { effects = engine.step(.written, at: now, chance: 2) }
            return effects.outcomes.last?.1
        }
        func row(isSuspended: Bool) -> ErrandOutcome {
            .accounts([ListedAccount(name: lola, roles: .parent, isSuspended: isSuspended)])
        }
        #expect(
            listed(.addAccount(name: lola, roles: .parent, verifier: nil))
                == row(isSuspended: false))
        #expect(listed(.suspend(account: lola, true)) == row(isSuspended: true))
        #expect(listed(.suspend(account: lola, false)) == row(isSuspended: false))
    }

    @Test func `rooms are listed with who may come, worker channels with who answers`() {
        var engine = CentreEngine.empty
        let now = Moment(milliseconds: 1)
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        func last(_ errands: [Errand]) -> ErrandOutcome? {
            var effects = engine.step(
                errands.map { Input.errand(1, $0) }, at: now, chance: 1)
            if effects.write != nil { effects = engine.step(.written, at: now, chance: 2) }
            return effects.outcomes.last?.1
        }
        let people: [(String, Roles)] = [
            ("zarina", .facilitator), ("malika", .worker), ("lola", .parent),
        ]
        let accounts = people.map {
            Errand.addAccount(name: bytes($0.0), roles: $0.1, verifier: nil)
        }
        let rooms: [Errand] = [
            .makeRoom(name: bytes("#tue"), title: [], leader: bytes("zarina")),
            .enrol(room: bytes("#tue"), account: bytes("lola"), standing: []),
            .openCase(parent: bytes("lola"), worker: bytes("malika")),
        ]
        #expect(last(accounts + rooms + [.listRooms]) == .rows([bytes("#tue @zarina lola")]))
        #expect(last([.listCases]) == .rows([bytes("&lola lola malika")]))
    }

    @Test(arguments: [
        ("lola", ErrandOutcome.done), ("lo", .badName), ("Host", .badName), ("h0st", .badName),
        ("someone-who-left", .badName),
    ])
    func `no account is called as the service is, or as those are shown who have left`(
        name: String, expected: ErrandOutcome
    ) {
        let errand = Errand.addAccount(name: Array(name.utf8), roles: .parent, verifier: nil)
        #expect(outcome(of: errand) == expected)
    }

    @Test(arguments: [
        ("", ErrandOutcome.done), ("Tuesday circle", .done),
        (String(repeating: "a", count: 300), .done),
        (String(repeating: "a", count: 301), .badTitle), ("Tea\r\nERROR :out", .badTitle),
        ("Tea\u{0}", .badTitle),
    ])
    func `a room's title fits into a line and holds no other line`(
        title: String, expected: ErrandOutcome
    ) {
        let errand = Errand.makeRoom(
            name: Array("#tue".utf8), title: Array(title.utf8), leader: nil)
        #expect(outcome(of: errand) == expected)
    }
}
