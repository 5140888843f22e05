/// The sentences about coming in and being left waiting in Uzbek.
extension Uzbek {
    // swift-format-ignore
    static func waiting(_ phrase: Phrase) -> String {
        switch phrase {
        case .nickStays:      "Soʻzlar avval koʻriladigan yoki qabul qilinmaydigan xonada ekansiz, taxallusingiz oʻzgarmaydi"
        case .nickScreened:   "Taxallusingizda {0} xonasida avval koʻriladigan narsa bor: boshqasini tanlang (NICK), keyin kiring"
        case .moodOfStaff:    "Kayfiyat faqat oilalardan soʻraladi: sizning javobingiz bilan boshqalarniki bilinib qolardi"
        case .sessionNew:     "Bu yerda boshqa uchrashuv boshlanmoqda: iltimos, kuting va qoidalar yangi boʻlsa, oʻqing"
        case .standInToOpen:  "{0} dagi uchrashuv hali ochilmagan, odamlar kutmoqda: iltimos, JOIN {0}, keyin /msg Host SESSION OPEN {0}"
        case .lobbyUnopened:
            "{0} dagi uchrashuvni hali hech kim ochmadi. Aloqadagi xodimlarga xabar berildi. Bu yerda yozganingiz ularni kutadi"
        case .lobbyLapsed:    "{0} dagi uchrashuv boʻlmadi: uni ochadigan kishi yoʻq edi. Kutganingiz uchun uzr soʻraymiz"
        case .attendKeptOut:  "{0} hozircha kela olmaydi"
        case .attendAtDoor:   "{0} eshik oldida kutdi va kiritilmadi"
        case .unsaidSentSome: "Yuborildi. Bir qismi xodimlarni kutmoqda; qolganini endi {0} xonasidagilar koʻradi"
        case .unsaidLeft:     "Yana kutmoqda: {0}. Iltimos, avval javob bering, keyin yana 1 yuboring"
        case .floorAside:     "Hozir bu kishi xodimlardan biri bilan chetda"
        case .heldReleasedLate: "Xodimlar {0} uchun matningizni oʻqib, ruxsat berdi, boshqalar esa ketib boʻlgan edi"
        case .banDevice:
            "Telefon bu yerda faqat hisob orqali maʼlum: /msg Host BAN hisobni hech qanday qurilmadan kiritmaydi. Sababni toʻliqroq yozing"
        case .deedRoundEnded: "davra tugadi"
        case .deedFloorExtended: "soʻz vaqti uzaytirildi"
        case .deedPhaseEnded: "uchrashuv qismi tugadi"
        // A sentence that stands nowhere is empty, and a test finds it.
        default: ""
        }
    }
}
