import Wire

extension Micro {
    /// Bytes in, messages out.
    static func parse(_ report: Report) {
        let plain = Array("PRIVMSG #tue-circle :салом ба ҳама, имшаб мо дар хона\r\n".utf8)
        let tagged = Array("@+sandali.chat/id=k3J9;+typing=done ".utf8) + plain
        for (name, line) in [("parse a line", plain), ("parse a line with tags", tagged)] {
            let bytes = Array(repeatElement(line, count: 16).joined())
            var framer = Framer()
            var heard = 0
            report.work(name, pieces: 16) {
                framer.feed(bytes.span) { if case .success = $0 { heard += 1 } }
            }
            precondition(heard.isMultiple(of: 16), "a line was not understood")
        }
    }
}
