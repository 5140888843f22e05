import Testing
import Wire

private func written(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
}

@Test func `a line is written piece by piece and ends in CR LF`() {
    let word = " PRIVMSG "
    let line = written {
        $0.write(":lina")
        $0.write(word)
        $0.write(Array("#tue-circle".utf8))
        $0.write(byte: 0x20)
        $0.write(Array("x:салом".utf8).dropFirst())
        $0.endLine()
    }
    #expect(line == ":lina PRIVMSG #tue-circle :салом\r\n")
    let command = written { $0.write(CommandName("whoreads")) }
    #expect(command == "WHOREADS")
}

@Test(arguments: [0, 7, 10, 42, 1_000_000, -1, -90, Int.max, Int.min])
func `numbers are written in decimal`(number: Int) {
    let digits = written { $0.write(decimal: number) }
    #expect(digits == String(number))
}

@Test func `numbers are written up to the last of 64 bits, behind what is there`() {
    let most = written { $0.write(decimal: UInt64.max) }
    #expect(most == String(UInt64.max))
    let line = written {
        $0.write("x")
        $0.write(decimal: 120)
        $0.write(decimal: 7, width: 3)
        $0.write(decimal: 1234, width: 3)
    }
    #expect(line == "x1200071234")
}

@Test func `tag values are escaped`() {
    let value = written { $0.write(escapingTag: Array("a; \\\r\nж".utf8)) }
    #expect(value == #"a\:\s\\\r\nж"#)
}
