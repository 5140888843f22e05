import Rooms
import Wire

@testable import Engine

/// A marker is told to whoever set it and to nobody else, and only once it is on the disk.
extension Evening {
    mutating func checkMark(_ line: Heard, _ who: String, _ link: Link) {
        guard line.parameters.count == 2, let text = line.parameters.last, text != "*" else {
            return
        }
        let time = Timestamp.parse(Array(text.utf8)[...].dropFirst("timestamp=".utf8.count))
        guard let time, words.indices.contains(Int(time)) else {
            return complain("a marker that nobody set: \(line.text)")
        }
        // In the open policy it is not known beforehand who a connection will be.
        guard let setter = words[Int(time)].who else { return }
        if setter != who { complain("\(who) was told how far \(setter) has read") }
        let isDurable = SimulatedDisk.moments(disk.rows).contains { $0 >= time }
        if !isDurable { complain("\(line.text) is not on the disk") }
    }
}

extension SimulatedDisk {
    /// The moments of all markers.
    static func moments(_ rows: [RowKey: [UInt8]]) -> [Int64] {
        rows.filter { $0.key.table == .markers }.values.map { bytes in
            bytes.reduce(0) { $0 << 8 | Int64($1) }
        }
    }
}

extension Tables {
    /// Whether both say the same, however it came to be so.
    func says(the other: Tables) -> Bool {
        markers == other.markers && metadata == other.metadata
    }
}
