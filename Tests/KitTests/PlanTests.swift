import Testing
import Wire

@testable import sandali

struct PlanTests {
    @Test func `rooms are asked for in as many lines as they need`() throws {
        #expect(Plan.joining([]) == [])
        #expect(Plan.joining(["#a", "#b"]) == ["JOIN #a,#b"])
        let many = (0..<50).map { "#\($0)" }
        let long = (0..<50).map { "#\($0)" + String(repeating: "щ", count: 28) }
        for rooms in [many, long] {
            let lines = Plan.joining(rooms)
            #expect(lines.allSatisfy { $0.utf8.count <= Limit.contentBytes })
            let asked = lines.map { $0.dropFirst("JOIN ".count).split(separator: ",") }
            #expect(asked.allSatisfy { $0.count <= 20 })
            #expect(asked.joined().map(String.init) == rooms)
        }
        #expect(Plan.joining(many).count == 3)
    }

    @Test(arguments: ["Host", "host", "lola,HOST"])
    func `who speaks to the service is known to`(target: String) {
        #expect(TypedLine.isService(target))
        #expect(!TypedLine.isService(target + "x"))
    }

    @Test func `a line that was there for a while makes the next cut another one`() {
        #expect(Chat.setbacks(4, after: .seconds(5)) == 0)
        #expect(Chat.setbacks(4, after: .seconds(4)) == 4)
    }
}
