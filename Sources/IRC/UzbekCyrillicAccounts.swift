/// The sentences about ways in and worker channels.
extension UzbekCyrillic {
    // swift-format-ignore
    static func accounts(_ phrase: Phrase) -> String {
        switch phrase {
        case .signInBusy:           "Ҳозир жуда кўп киши кирмоқда: илтимос, бир дақиқадан кейин қайта уриниб кўринг"
        case .accessGone:           "Сиз кирган йўл билан энди кириб бўлмайди: илтимос, қайтадан киринг"
        case .handoverForWorker:    "{0} {1} дан {2} ни сизнинг ўрнингизга қабул қилишни сўрайди. Рози бўлмагунча ҳеч нарса ўзгармайди"
        case .coverOverForYou:      "Сиз энди {0} да ўринбосар эмассиз"
        case .newWorkerReadsSince:  "Энди мутахассисингиз {0}, у ўринбосарлиги бошидан ёзилганларни ўқийди. {1} энди ҳеч нарса ўқимайди"
        case .whoReadsReports:      "Хабар қилинганини ва мутахассис бир кунда қайтариб олганини болалар ҳимояси масъули ҳам ўқийди"
        case .yesOrNo:              "Жавоб: yes (ҳа) ёки no (йўқ)"
        case .noTurnsEver:          "Бу ерда ҳар ким истаган вақтда ёзади"
        case .codeNoSpaces:         "Паролда бўш жой бўлмайди: уни битта сўз қилиб ёзинг"
        case .tokenDropped:         "Бу токен билан энди ҳеч ким кира олмайди"
        case .notYoursToLetIn:
            "Бу ном билан киришни сиз қайтара олмайсиз: қандай ёзилишини текширинг ёки масъулга ё маъмурга айтинг"
        case .otherwiseWorker:      "Бошқа нарса бўлса, мутахассисингизга ёзинг"
        case .meetsNow:             "Ҳозир {0} хонасида учрашув кетмоқда. Кириш: JOIN {0}"
        case .eraseWish:
            "{0} ўзига тегишли ҳамма нарсани ўчиришни сўрайди. Етти кун ичида учрашинг, сўнг: /msg Host ERASE CONFIRM {0}"
        case .exportWish:
            "{0} ўзига тегишли ҳамма нарсани сўрайди. Етти кун ичида учрашинг, сўнг: /msg Host EXPORT CONFIRM {0}"
        case .deedReportRead:       "хабарни ўқиди"
        case .deedTokenMade:        "токен олди"
        case .deedTokenDropped:     "токенни олиб ташлади"
        case .deedAccessRenewed:    "киришни янгилади"
        default: waiting(phrase)
        }
    }
}
