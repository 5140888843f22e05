import Foundation
import Logging
import Synchronization
import Testing

@testable import sandalid

/// Collects lines instead of writing them to stderr.
final class Lines: Sendable {
    let all = Mutex<[String]>([])

    func handler(underJournal: Bool) -> LineHandler {
        LineHandler(underJournal: underJournal) { line in
            self.all.withLock { $0.append(line) }
        }
    }
}

@Suite struct OperatorLogTests {
    @Test func `an event is one line of keys and values`() {
        let lines = Lines()
        let log = OperatorLog(level: "info", handler: lines.handler(underJournal: true))
        log.info("started", ["took": .milliseconds(.milliseconds(1250)), "events": 7])
        log.warning("disk", ["state": .word("full"), "path": .setting("/var/lib/a b\n\"c")])
        log.error("stopping")
        #expect(
            lines.all.withLock { $0 } == [
                "<6>event=started events=7 took=1250ms\n",
                "<4>event=disk path=\"/var/lib/a b?\\\"c\" state=full\n", "<3>event=stopping\n",
            ])
    }

    @Test func `without the journal a line begins with the time in UTC and the level`() {
        let event = LogEvent(
            level: .info, message: "listening", metadata: nil, source: nil, file: "", function: "",
            line: 0)
        let line = LineHandler(underJournal: false).line(event, at: Date(timeIntervalSince1970: 0))
        #expect(line == "1970-01-01T00:00:00Z level=info event=listening")
    }

    @Test func `what is below the level is not written`() {
        let lines = Lines()
        let log = OperatorLog(level: "warning", handler: lines.handler(underJournal: true))
        log.debug("a")
        log.info("b")
        log.warning("c")
        #expect(lines.all.withLock { $0 } == ["<4>event=c\n"])
    }
}
