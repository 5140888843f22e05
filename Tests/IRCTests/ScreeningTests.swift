import Testing

@testable import IRC

@Suite struct ScreeningTests {
    @Test(arguments: [
        ("901234567", true), ("90123456", false), ("+9929012", true), ("+992901", false),
        ("90 123 45 67", true), ("90-123-45-67", true), ("(90) 123.45.67", true),
        ("90,123,45,67", false), ("in 2026 he was 12, in 2027 13", false),
        ("", false), ("at 18:30 on 1.12.2026", false), ("12 a 345678901", true),
        ("93/123/45/67", true), ("93–123–45–67", true), ("۹۳۱۲۳۴۵۶۷", true),
        ("９３１２３４５６７", true), ("٩٣ ١٢٣ ٤٥ ٦٧", true), ("on 24/11/2026", false),
    ])
    func `nine digits together are a telephone number, or seven behind a plus`(
        text: String, isOne: Bool
    ) {
        #expect(Screening.hasNumber(Array(text.utf8)[...]) == isOne)
    }

    @Test(arguments: [
        ("https://a.b", true), ("see WWW.kino", true), ("t.me/room", true), ("kino.TJ", true),
        ("(kino.tj)", true), ("kino.tj/film?a=b", true), ("he said so.", false),
        ("so.he said", false), ("3.14", false), ("a/b", false), ("...", false), ("", false),
        ("lola@mail.ru", true), ("кино.tj", false), ("tj", false), ("x.tj.", true),
    ])
    func `a link is known by how it begins or ends`(text: String, isOne: Bool) {
        #expect(Screening.hasLink(Array(text.utf8)[...]) == isOne)
    }

    @Test(arguments: [
        ("он пьёт ВОДКУ", true), ("водк", true), ("вод ка", false), ("", false),
    ])
    func `a word is found whatever its case`(text: String, isThere: Bool) {
        let words = [Array("Водк".utf8), Array("secret meeting".utf8)]
        #expect(Screening.has(words, Array(text.utf8)[...]) == isThere)
        #expect(Screening.has([[]], Array(text.utf8)[...]) == false)
    }
}
