import Testing
import Wire

private func skeleton(_ text: String) -> String {
    String(decoding: Name.skeleton(Array(text.utf8)[...]), as: UTF8.self)
}

@Test(
    arguments: [
        ("Lola", "lola"), ("Lola", "IoIa"), ("Lola", "l0la"), ("Lola", "1ola"), ("Lola", "|o|a"),
        ("coca", "соса"), ("COCA", "СОСА"), ("HBT", "НВТ"), ("Hope", "Норе"), ("poxy", "роху"),
        ("Сафи", "Сафӣ"), ("Қурбон", "Курбон"), ("Ҳаким", "Хаким"), ("Ҷамшед", "Чамшед"),
        ("Ғафур", "Гафур"), ("Ӯктам", "Уктам"), ("Ўктам", "Уктам"), ("Oʻktam", "Oktam"),
        ("Ёр", "Ер"), ("Зоя", "3оя"), ("Müller", "Muller"), ("marna", "mama"), ("vvera", "wera"),
        ("КОТ", "KOT"), ("Ӏван", "Іван"), ("ЗАРИНА", "зарина"), ("сафи\u{304}", "сафӣ"),
        ("admin", "аdmin"), ("Ńina", "nina"), ("straße", "straBe"),
    ])
func `names that may be taken for each other have one skeleton`(one: String, other: String) {
    #expect(skeleton(one) == skeleton(other))
}

@Test(
    arguments: [
        ("lola", "lolo"), ("зарина", "карина"), ("lina", "lena"), ("lola", "lola_"),
        ("Чамшед", "Шамшед"), ("2pac", "zpac"), ("", "a"),
    ])
func `names that cannot be taken for each other differ`(one: String, other: String) {
    #expect(skeleton(one) != skeleton(other))
}

@Test func `names of one key have one skeleton`() {
    var dice = Dice(seed: 3)
    var wrong: [String] = []
    let letters = Array("aAbBiIlLrRnNvV01|_-аАвВиИӣӢқҚéÉeE\u{301}\u{304}ıßʻ".unicodeScalars)
    for _ in 0..<5000 {
        var name = ""
        for _ in 0..<dice.within(1...6) {
            name.unicodeScalars.append(letters[dice.below(letters.count)])
        }
        let key = String(decoding: Name.folded(Array(name.utf8)[...]), as: UTF8.self)
        if skeleton(name) != skeleton(key) { wrong.append(name) }
    }
    #expect(wrong.isEmpty)
}
