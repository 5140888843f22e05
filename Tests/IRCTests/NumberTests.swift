import Rooms
import Testing

@testable import IRC

/// Numbers, counted words, spans, lists and times as each language has them.
@Suite struct NumberTests {
    static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: [
        (0, "дней"), (1, "день"), (2, "дня"), (4, "дня"), (5, "дней"), (11, "дней"),
        (12, "дней"), (14, "дней"), (21, "день"), (22, "дня"), (25, "дней"), (101, "день"),
        (111, "дней"), (112, "дней"), (1001, "день"),
    ])
    func `a counted word has the form that Russian asks for`(number: Int, word: String) {
        let fact = Language.russian.number(number)
        let text = Phrase.days.text(.russian, [fact]).bytes
        #expect(Self.text(text) == Self.text(fact) + " " + word)
    }

    @Test(arguments: [
        (Language.english, "1 day", "2 days"), (.russian, "1 день", "2 дня"),
        (.tajik, "1 рӯз", "2 рӯз"), (.uzbek, "1 kun", "2 kun"), (.uzbekCyrillic, "1 кун", "2 кун"),
    ])
    func `one and more are told apart where a language does`(
        language: Language, one: String, two: String
    ) {
        #expect(Self.text(Phrase.days.text(language, [language.number(1)]).bytes) == one)
        #expect(Self.text(Phrase.days.text(language, [language.number(2)]).bytes) == two)
    }

    @Test(arguments: [
        (Language.english, "1,234,567"), (.russian, "1\u{a0}234\u{a0}567"),
        (.tajik, "1\u{a0}234\u{a0}567"), (.uzbek, "1\u{a0}234\u{a0}567"),
        (.uzbekCyrillic, "1\u{a0}234\u{a0}567"),
    ])
    func `thousands stand apart as a language parts them`(language: Language, text: String) {
        #expect(Self.text(language.number(1_234_567)) == text)
        #expect(Self.text(language.number(-12)) == "-12")
        #expect(Self.text(language.number(999)) == "999")
    }

    @Test(arguments: [
        (Language.english, "2 hours 5 minutes"), (.russian, "2 часа 5 минут"),
        (.tajik, "2 соат 5 дақиқа"), (.uzbek, "2 soat 5 daqiqa"),
        (.uzbekCyrillic, "2 соат 5 дақиқа"),
    ])
    func `a span is told in its two largest units`(language: Language, text: String) {
        #expect(Self.text(language.span(seconds: 7_529)) == text)
    }

    @Test(arguments: [
        (0, "0 seconds"), (1, "1 second"), (60, "1 minute"), (3_600, "1 hour"),
        (86_400, "1 day"), (90_061, "1 day 1 hour"), (86_461, "1 day"), (172_800, "2 days"),
    ])
    func `a span leaves out what is nothing`(seconds: Int, text: String) {
        #expect(Self.text(Language.english.span(seconds: seconds)) == text)
    }

    @Test(arguments: [
        (Language.english, "a, b and c"), (.russian, "a, b и c"), (.tajik, "a, b ва c"),
        (.uzbek, "a, b va c"), (.uzbekCyrillic, "a, b ва c"),
    ])
    func `a list ends as a language ends it`(language: Language, text: String) {
        let items = ["a", "b", "c"].map { Array($0.utf8) }
        #expect(Self.text(language.list(items)) == text)
        #expect(language.list([]) == [])
        #expect(language.list([items[0]]) == items[0])
    }

    /// 2026-11-24T20:30:00Z, which is the next day in Dushanbe and Tashkent.
    static let evening = Moment(milliseconds: 1_795_552_200_000)

    @Test(arguments: [
        (Language.english, "25 November 2026, 01:30", "Wednesday, 25 November 2026"),
        (.russian, "25 ноября 2026, 01:30", "среда, 25 ноября 2026"),
        (.tajik, "25 ноябри 2026, 01:30", "чоршанбе, 25 ноябри 2026"),
        (.uzbek, "2026-yil 25-noyabr, 01:30", "chorshanba, 2026-yil 25-noyabr"),
        (.uzbekCyrillic, "2026 йил 25 ноябр, 01:30", "чоршанба, 2026 йил 25 ноябр"),
    ])
    func `a moment is told by the clock on the wall`(
        language: Language, time: String, day: String
    ) {
        #expect(Self.text(language.time(Self.evening, minutesEast: 300)) == time)
        #expect(Self.text(language.day(Self.evening, minutesEast: 300)) == day)
        #expect(Self.text(language.clock(Self.evening, minutesEast: 0)) == "20:30")
        #expect(Self.text(language.clock(Self.evening, minutesEast: -210)) == "17:00")
    }

    @Test(arguments: Language.allCases)
    func `months and weekdays are all there, each once`(language: Language) {
        #expect(Set(language.months).count == 12)
        #expect(Set(language.weekdays).count == 7)
        for word in language.months + language.weekdays {
            #expect(Script.faults(of: word, in: language) == [], "\(word)")
        }
    }

    @Test(arguments: [
        ("en", Language.english), ("tg", .tajik), ("TG-tj", .tajik), ("tg-Cyrl-TJ", .tajik),
        ("uz", .uzbek), ("uz-Latn", .uzbek), ("uz-Cyrl", .uzbekCyrillic),
        ("UZ-CYRL-UZ", .uzbekCyrillic),
        ("ru-RU", .russian),
    ])
    func `a language is found by any tag that means it`(tag: String, language: Language) {
        #expect(Language(code: tag) == language)
    }

    @Test(arguments: ["", "-", "de", "tg-Latn", "ru-Latn", "uz-Arab", "e", "tg-"])
    func `a tag of another language or script means none of these`(tag: String) {
        #expect(Language(code: tag) == nil)
    }

    @Test(arguments: Language.allCases)
    func `a language is found by its own code`(language: Language) {
        #expect(Language(code: language.code) == language)
        #expect(Set(Language.allCases.map(\.name)).count == Language.allCases.count)
    }
}
