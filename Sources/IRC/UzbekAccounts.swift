/// The sentences about ways in and worker channels.
extension Uzbek {
    // swift-format-ignore
    static func accounts(_ phrase: Phrase) -> String {
        switch phrase {
        case .signInBusy:           "Hozir juda koʻp kishi kirmoqda: iltimos, bir daqiqadan keyin qayta urinib koʻring"
        case .accessGone:           "Siz kirgan yoʻl bilan endi kirib boʻlmaydi: iltimos, qaytadan kiring"
        case .handoverForWorker:    "{0} {1} dan {2} ni oʻrningizga qabul qilishni soʻraydi. Rozi boʻlmaguncha hech narsa oʻzgarmaydi"
        case .coverOverForYou:      "Siz endi {0} da oʻrinbosar emassiz"
        case .newWorkerReadsSince:  "Endi mutaxassisingiz {0}, u oʻrinbosarlik boshidan yozilganini oʻqiydi. {1} endi hech narsa oʻqimaydi"
        case .whoReadsReports:      "Xabar qilinganini va mutaxassis bir kunda qaytarib olganini bolalar himoyasi masʼuli ham oʻqiydi"
        case .yesOrNo:              "Javob: yes (ha) yoki no (yoʻq)"
        case .noTurnsEver:          "Bu yerda har kim istagan vaqtda yozadi"
        case .codeNoSpaces:         "Parolda boʻsh joy boʻlmaydi: uni bitta soʻz qilib yozing"
        case .tokenDropped:         "Bu token bilan endi hech kim kira olmaydi"
        case .notYoursToLetIn:
            "Bu nom bilan kirishni siz qaytara olmaysiz: qanday yozilishini tekshiring yoki masʼulga yo maʼmurga ayting"
        case .otherwiseWorker:      "Boshqa narsa boʻlsa, mutaxassisingizga yozing"
        case .meetsNow:             "Hozir {0} xonasida uchrashuv ketmoqda. Kirish: JOIN {0}"
        case .eraseWish:
            "{0} oʻziga tegishli hamma narsani oʻchirishni soʻraydi. Yetti kun ichida uchrashing, soʻng: /msg Host ERASE CONFIRM {0}"
        case .exportWish:
            "{0} oʻziga tegishli hamma narsani soʻraydi. Yetti kun ichida uchrashing, soʻng: /msg Host EXPORT CONFIRM {0}"
        case .deedReportRead:       "xabarni oʻqidi"
        case .deedTokenMade:        "token oldi"
        case .deedTokenDropped:     "tokenni olib tashladi"
        case .deedAccessRenewed:    "kirishni yangiladi"
        default: waiting(phrase)
        }
    }
}
