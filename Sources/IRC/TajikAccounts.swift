/// The sentences about ways in and worker channels.
extension Tajik {
    // swift-format-ignore
    static func accounts(_ phrase: Phrase) -> String {
        switch phrase {
        case .signInBusy:           "Ҳоло шахсони бисёр ворид шуда истодаанд: лутфан, баъди як дақиқа боз кӯшиш кунед"
        case .accessGone:           "Бо он чи ворид шуда будед, дигар ворид шудан мумкин нест: лутфан, аз нав ворид шавед"
        case .handoverForWorker:    "{0} аз {1} хоҳиш мекунад, ки {2}-ро ба ҷои шумо гирад. То розӣ нашавад, чизе тағйир намеёбад"
        case .coverOverForYou:      "Шумо дигар дар {0} ҷонишин нестед"
        case .newWorkerReadsSince:  "Акнун мутахассиси шумо {0} аст ва навиштаҳоро аз оғози ҷонишинии худ мехонад. {1} дигар чизе намехонад"
        case .whoReadsReports:      "Он чиро ки хабар дода шуд ва он чиро ки мутахассис дар як рӯз бозпас гирад, масъул низ мехонад"
        case .yesOrNo:              "Ҷавоб: yes (ҳа) ё no (не)"
        case .noTurnsEver:          "Дар ин ҷо ҳар кас ҳар вақт навишта метавонад"
        case .codeNoSpaces:         "Дар парол фосила нест: онро бо як калима нависед"
        case .tokenDropped:         "Бо ин токен дигар касе ворид намешавад"
        case .notYoursToLetIn:
            "Шумо бо ин ном дастрасиро баргардонда наметавонед: санҷед, ки чӣ тавр навишта мешавад, ё ба масъул ё маъмур гӯед"
        case .otherwiseWorker:      "Барои дигар чиз ба мутахассисатон нависед"
        case .meetsNow:             "Вохӯрӣ дар {0} ҳоло давом дорад. Даромадан: JOIN {0}"
        case .eraseWish:
            "{0} мехоҳад, ки ҳама чизи ӯ нест карда шавад. Дар ҳафт рӯз вохӯред, баъд: /msg Host ERASE CONFIRM {0}"
        case .exportWish:
            "{0} ҳама чизи худро мепурсад. Дар ҳафт рӯз вохӯред, баъд: /msg Host EXPORT CONFIRM {0}"
        case .deedReportRead:       "хабарро хонд"
        case .deedTokenMade:        "токен гирифт"
        case .deedTokenDropped:     "токенро бардошт"
        case .deedAccessRenewed:    "даромадро нав кард"
        default: waiting(phrase)
        }
    }
}
