import Rooms
import Testing

@Suite struct AccessTests {
    private var town = Town()
    private let lola: AccountID
    private let phone = Town.named("phone").key

    init() throws {
        lola = try town.account("lola", .parent).account
    }

    private func key(_ number: Int) -> NameKey { NameKey(high: 5, low: UInt64(number)) }

    private mutating func give(_ number: Int, device: NameKey? = nil) {
        town.make(Fact(.access(.tokenGiven(lola, key(number), device: device))))
    }

    private func owner(_ number: Int, device: NameKey? = nil) -> AccountID? {
        town.centre.access.owner(of: key(number), device: device, at: town.now)
    }

    @Test mutating func `a token signs in for thirty days and no longer`() {
        give(1)
        #expect(owner(1) == lola)
        #expect(owner(2) == nil)
        town.now = town.now.advanced(seconds: Limit.tokenSeconds - 1)
        #expect(owner(1) == lola)
        town.now = town.now.advanced(seconds: 1)
        #expect(owner(1) == nil)
    }

    @Test mutating func `a token that was given to a device is worth nothing elsewhere`() {
        give(1, device: phone)
        #expect(owner(1, device: phone) == lola)
        #expect(owner(1, device: Town.named("laptop").key) == nil)
        #expect(owner(1) == nil)
    }

    @Test mutating func `a new token of a device takes the place of its former one`() {
        give(1, device: phone)
        give(2, device: phone)
        #expect(owner(1, device: phone) == nil)
        #expect(owner(2, device: phone) == lola)
    }

    @Test mutating func `the oldest of too many tokens goes first`() {
        for number in 0..<Limit.tokens { give(number) }
        #expect(owner(0) == lola)
        give(Limit.tokens)
        #expect(owner(0) == nil)
        #expect(owner(1) == lola)
        #expect(town.centre.access.tokens(of: lola).count == Limit.tokens)
    }

    @Test mutating func `a new password, and nothing less, ends every token`() throws {
        give(1)
        give(2, device: phone)
        town.make(try town.centre.bind(phone, fingerprint: [1], to: lola))
        let before = town.centre.access.changed(lola)
        town.make(try town.centre.drop(phone, of: lola))
        #expect(owner(1) == lola)
        #expect(owner(2, device: phone) == nil)
        #expect(town.centre.access.changed(lola) > before)
        town.make(Fact(.passwordSet(lola), words: [1]))
        #expect(owner(1) == nil)
        #expect(town.centre.access.changed(lola) == town.centre.position)
    }

    @Test mutating func `a renewed access has no device and no token of before, and is told`()
        throws
    {
        give(1)
        town.make(try town.centre.bind(phone, fingerprint: [1], to: lola))
        let zarina = try town.account("zarina", .worker).account
        town.make(town.centre.renew(lola, verifier: [1], scram: nil, by: zarina))
        #expect(owner(1) == nil)
        #expect(town.centre.account(lola)?.devices == [])
        #expect(town.centre.account(certified: phone) == nil)
        func told() -> [AccountID] {
            town.centre.access.renewals(of: lola, at: town.now).map(\.by)
        }
        #expect(told() == [zarina])
        town.now = town.now.advanced(seconds: Limit.renewalToldSeconds - 1)
        #expect(told() == [zarina])
        town.now = town.now.advanced(seconds: 1)
        #expect(told() == [])
    }
}
