/// The sentences about coming in and being left waiting in Uzbek, in Cyrillic letters.
extension UzbekCyrillic {
    // swift-format-ignore
    static func waiting(_ phrase: Phrase) -> String {
        switch phrase {
        case .nickStays:      "Сўзлар аввал кўриладиган ёки қабул қилинмайдиган хонада экансиз, тахаллусингиз ўзгармайди"
        case .nickScreened:   "Тахаллусингизда {0} хонасида аввал кўриладиган нарса бор: бошқасини танланг (NICK), кейин киринг"
        case .moodOfStaff:    "Кайфият фақат оилалардан сўралади: сизнинг жавобингиз билан бошқаларники билиниб қоларди"
        case .sessionNew:     "Бу ерда бошқа учрашув бошланмоқда: илтимос, кутинг ва қоидалар янги бўлса, ўқинг"
        case .standInToOpen:  "{0} даги учрашув ҳали очилмаган, одамлар кутмоқда: илтимос, JOIN {0}, кейин /msg Host SESSION OPEN {0}"
        case .lobbyUnopened:
            "{0} даги учрашувни ҳали ҳеч ким очмади. Алоқадаги ходимларга хабар берилди. Бу ерда ёзганингиз уларни кутади"
        case .lobbyLapsed:    "{0} даги учрашув бўлмади: уни очадиган киши йўқ эди. Кутганингиз учун узр сўраймиз"
        case .attendKeptOut:  "{0} ҳозирча кела олмайди"
        case .attendAtDoor:   "{0} эшик олдида кутди ва киритилмади"
        case .unsaidSentSome: "Юборилди. Бир қисми ходимларни кутмоқда; қолганини энди {0} хонасидагилар кўради"
        case .unsaidLeft:     "Яна кутмоқда: {0}. Илтимос, аввал жавоб беринг, кейин яна 1 юборинг"
        case .floorAside:     "Ҳозир бу киши ходимлардан бири билан четда"
        case .heldReleasedLate: "Ходимлар {0} учун матнингизни ўқиб, рухсат берди, бошқалар эса кетиб бўлган эди"
        case .banDevice:
            "Телефон бу ерда фақат ҳисоб орқали маълум: /msg Host BAN ҳисобни ҳеч қандай қурилмадан киритмайди. Сабабни тўлиқроқ ёзинг"
        case .deedRoundEnded: "давра тугади"
        case .deedFloorExtended: "сўз вақти узайтирилди"
        case .deedPhaseEnded: "учрашув қисми тугади"
        // A sentence that stands nowhere is empty, and a test finds it.
        default: ""
        }
    }
}
