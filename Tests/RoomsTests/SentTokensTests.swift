import Rooms
import Testing

@Suite struct SentTokensTests {
    private static let day: Int64 = 24 * 3_600_000

    /// A room with lola in it, and a fact of hers that has a token.
    private static func evening() throws -> (Town, RoomID, Actor) {
        var town = Town()
        let dilbar = try town.account("dilbar", .facilitator)
        let room = try town.room("#tue", by: dilbar)
        let lola = try town.account("lola", .parent)
        return (town, room, lola)
    }

    private static func said(
        _ room: RoomID, by person: PersonID, token: UInt64, at now: Moment, chance: UInt64 = 0
    ) -> Fact {
        var saying = Saying(
            by: person, id: MessageID(bits: UInt64(now.milliseconds) << 16 | chance),
            manner: .message)
        saying.token = token
        return Fact(.said(room, saying), words: [1])
    }

    @Test(arguments: zip([0, 7 * day, 7 * day + 1], [true, true, false]))
    func `a message that is sent again is known for seven days`(later: Int64, known: Bool) throws {
        var (town, room, lola) = try Self.evening()
        town.make(Self.said(room, by: lola.person, token: 5, at: town.now))
        let sent = town.centre.sent
        let then = Moment(milliseconds: town.now.milliseconds + later)
        #expect((sent.message(5, of: lola.account, at: then) != nil) == known)
        #expect(sent.message(6, of: lola.account, at: town.now) == nil)
        #expect(sent.message(5, of: AccountID(1), at: town.now) == nil)
    }

    @Test func `an account keeps two thousand tokens, and the oldest go first`() throws {
        var (town, room, lola) = try Self.evening()
        for token in 0...UInt64(Limit.sentTokens) {
            town.make(Self.said(room, by: lola.person, token: token, at: town.now, chance: token))
        }
        let sent = town.centre.sent
        #expect(Limit.sentTokens == 2_000)
        #expect(sent.message(0, of: lola.account, at: town.now) == nil)
        #expect(sent.message(1, of: lola.account, at: town.now)?.bits.trailingZeroBitCount == 0)
        let last = sent.message(UInt64(Limit.sentTokens), of: lola.account, at: town.now)
        #expect(last.map { $0.bits & 0xffff } == UInt64(Limit.sentTokens))
    }

    @Test func `tokens are in the snapshot and in the log`() throws {
        var (town, room, lola) = try Self.evening()
        town.make(Self.said(room, by: lola.person, token: 5, at: town.now))
        var whisper = Saying(
            by: lola.person, id: MessageID(bits: UInt64(town.now.milliseconds) << 16 | 9),
            manner: .notice, tagged: true)
        whisper.token = .max
        town.make(Fact(.whispered(to: PersonID(AccountID(1)), whisper), words: [1]))
        let read = try Centre(
            policy: .support, snapshot: town.centre.snapshot, version: Centre.snapshotVersion)
        #expect(read == town.centre)
        #expect(try town.replayed() == town.centre)
        #expect(read.sent.message(.max, of: lola.account, at: town.now) == whisper.id)
    }

    @Test func `what is past is let go when the server starts`() throws {
        var (town, room, lola) = try Self.evening()
        town.make(Self.said(room, by: lola.person, token: 5, at: town.now))
        town.now = Moment(milliseconds: town.now.milliseconds + 8 * Self.day)
        #expect(!town.centre.sent.isEmpty(of: lola.account))
        town.make(Fact(.restarted))
        #expect(town.centre.sent.isEmpty(of: lola.account))
    }

    /// A text of hers that waited for staff, and was refused.
    private static func refused(
        _ town: inout Town, _ room: RoomID, by person: PersonID, token: UInt64
    ) {
        var saying = Saying(
            by: person, id: MessageID(bits: UInt64(town.now.milliseconds) << 16), manner: .message)
        saying.token = token
        town.make(Fact(.circle(room, .held(number: UInt32(token), saying, .all)), words: [1]))
        let at = town.centre.position
        town.make(Fact(.circle(room, .heldEnded(at: at, released: false, by: person))))
    }

    @Test(arguments: zip([0, 7 * day, 7 * day + 1], [5, 5, nil] as [UInt32?]))
    func `a text that was refused is known for seven days, and never as one that was said`(
        later: Int64, number: UInt32?
    ) throws {
        var (town, room, lola) = try Self.evening()
        Self.refused(&town, room, by: lola.person, token: 5)
        let then = Moment(milliseconds: town.now.milliseconds + later)
        let read = try Centre(
            policy: .support, snapshot: town.centre.snapshot, version: Centre.snapshotVersion)
        #expect(read == town.centre)
        for sent in [town.centre.sent, read.sent] {
            #expect(sent.refusal(5, of: lola.account, at: then) == number)
            #expect(sent.refusal(6, of: lola.account, at: then) == nil)
            #expect(sent.refusal(5, of: AccountID(1), at: then) == nil)
            #expect(sent.message(5, of: lola.account, at: then) == nil)
        }
        town.now = then
        town.make(Fact(.restarted))
        #expect(town.centre.sent.isEmpty(of: lola.account) == (number == nil))
    }

    @Test func `a hundred refused texts of an account are known, and the oldest go first`() throws {
        var (town, room, lola) = try Self.evening()
        for token in 1...UInt64(Limit.refusedTokens + 1) {
            Self.refused(&town, room, by: lola.person, token: token)
        }
        #expect(Limit.refusedTokens == 100)
        let sent = town.centre.sent
        #expect(sent.refusal(1, of: lola.account, at: town.now) == nil)
        #expect(sent.refusal(2, of: lola.account, at: town.now) == 2)
        #expect(sent.refusal(101, of: lola.account, at: town.now) == 101)
    }

    @Test func `a guest's token is not kept`() throws {
        var (town, room, _) = try Self.evening()
        let before = town.centre.sent
        town.make(Self.said(room, by: PersonID(guest: 3), token: 5, at: town.now))
        #expect(town.centre.sent == before)
    }
}
