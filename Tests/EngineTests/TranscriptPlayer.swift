import Engine
import Foundation
import IRC
import Rooms
import Wire

/// Plays a transcript and complains of every line that differs from it.
struct TranscriptPlayer {
    private(set) var complaints: [String] = []
    /// The transcript with the lines that were really received.
    private(set) var recorded: [String] = []

    private let file: String
    private var number = 0
    private var setting = TranscriptStage.Setting()
    private var stage: TranscriptStage?
    /// What was received and not yet looked at, in the order of its coming.
    private var pending: [(name: String, line: String)] = []
    private var flight: [(name: String, bytes: [UInt8])] = []

    init(file: String) {
        self.file = file
    }

    mutating func play(_ text: String) {
        var lines = text.components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        for (index, line) in lines.enumerated() {
            number = index + 1
            play(line: line)
        }
        settle()
    }

    private mutating func play(line: String) {
        let parsed = TranscriptLine(line)
        if case .hear(let name, let wanted) = parsed {
            return hear(name, wanted)
        }
        settle()
        recorded.append(line)
        switch parsed {
        case .note, .hear: break
        case .unreadable: complain("this line cannot be read")
        case .clock(let seconds): collect { $0.pass(seconds: seconds) }
        case .send(let name, let bytes, let more):
            flight.append((name, bytes))
            if !more {
                let lines = flight
                flight = []
                collect { $0.send(lines) }
            }
        case .end(let name, let how): collect { $0.end(name, how) }
        case .directive(let words, let tail): direct(words, tail)
        }
    }

    private mutating func direct(_ words: [String], _ tail: String?) {
        if stage == nil, setting.take(words) { return }
        if stage == nil { stage = TranscriptStage(setting) }
        var understood = true
        collect { understood = $0.direct(words, tail) }
        if !understood { complain("this directive is not known, or was refused") }
    }

    private mutating func collect(_ act: (inout TranscriptStage) -> Void) {
        if stage == nil { stage = TranscriptStage(setting) }
        guard var running = stage else { return }
        act(&running)
        pending += running.takeHeard()
        complaints += running.takeFaults().map { "\(file):\(number): \($0)" }
        stage = running
    }

    private mutating func hear(_ name: String, _ wanted: String) {
        guard let index = pending.firstIndex(where: { $0.name == name }) else {
            return complain("\(name) should hear «\(wanted)» and hears nothing")
        }
        // A recording keeps the order in which lines came, whatever the paper says.
        let heard = pending.remove(at: index).line
        recorded.append("\(name) < \(heard)")
        if Paper.text(Paper.bytes(wanted)) != heard {
            complain("\(name) should hear\n  «\(wanted)» and hears\n  «\(heard)»")
        }
    }

    /// Whatever was received must have been expected.
    private mutating func settle() {
        for (name, line) in pending {
            recorded.append("\(name) < \(line)")
            complain("\(name) hears unexpectedly «\(line)»")
        }
        pending = []
    }

    private mutating func complain(_ what: String) {
        complaints.append("\(file):\(number): \(what)")
    }
}
