import Rooms
import Testing

@testable import Store

@Suite struct KillTests {
    /// The death comes a random number of acknowledgements in; where in an append that falls is
    /// up to the scheduler, which is what makes many tries worth having.
    @Test(arguments: [1, 7, 64])
    func `a killed writer leaves a log that holds all it acknowledged`(batch: Int) throws {
        let scratch = try Scratch()
        var acknowledged: UInt64 = 0
        for _ in 1...15 {
            let writer = try LogWriterProcess(scratch.log, "\(batch)")
            #expect(writer.answer() == "ok open")
            for _ in 0..<Int.random(in: 0...20) {
                acknowledged = try #require(writer.answer().flatMap { UInt64($0) })
            }
            writer.kill()
            while let late = writer.answer() { acknowledged = try #require(UInt64(late)) }

            let log = try EventLog(path: scratch.log)
            let summary = try log.check()
            #expect(summary.events >= acknowledged)
            #expect(summary.events.isMultiple(of: UInt64(batch)))
            #expect(summary.events == summary.withWords)
            try log.close()
        }
    }
}
