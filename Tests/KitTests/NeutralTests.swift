import Testing

@testable import sandali

struct NeutralTests {
    @Test(arguments: [
        ("салом ба ҳама 👋", "салом ба ҳама 👋"),
        ("\u{1b}[2J\u{1b}]0;title\u{07}", "␛[2J␛]0;title␇"),
        ("a\u{9b}31mb", "a\u{fffd}31mb"),
        ("tab\tbell\u{08}\u{7f}", "tab bell␈␡"),
        ("\u{02}bold\u{0f} \u{03}4,12red\u{03} \u{03}04x \u{03},y", "bold red x ,y"),
        ("\u{04}ff0000red", "red"),
        ("a\u{202e}txt.exe\u{2066}", "a\u{fffd}txt.exe\u{fffd}"),
        ("می\u{200c}شود 👩\u{200d}👧", "می\u{200c}شود 👩\u{200d}👧"),
        ("line\u{2028}break", "line\u{fffd}break"),
    ])
    func `nobody paints on another's terminal`(written: String, shown: String) {
        #expect(Neutral.text(written) == shown)
    }

    @Test func `no byte at all reaches a terminal as a control`() {
        for byte in UInt8.min...UInt8.max {
            let shown = Neutral.text([0x61, byte, 0x5b, 0x32, 0x4a])
            #expect(
                shown.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7f..<0xa0 ~= $0.value)
                })
        }
    }

    @Test func `marks do not pile up over the lines above`() {
        let piled = "z" + String(repeating: "\u{301}", count: 50)
        #expect(Neutral.text(piled).unicodeScalars.count == 1 + Neutral.marksMax)
    }
}
