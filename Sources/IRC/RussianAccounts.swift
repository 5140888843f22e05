/// The sentences about ways in and worker channels.
extension Russian {
    // swift-format-ignore
    static func accounts(_ phrase: Phrase) -> String {
        switch phrase {
        case .signInBusy:           "Сейчас входит очень много людей: пожалуйста, попробуйте снова через минуту"
        case .accessGone:           "По тому, чем вы вошли, больше войти нельзя: пожалуйста, войдите заново"
        case .handoverForWorker:    "{0} просит {1} взять {2} вместо вас. Пока нет согласия, ничего не меняется"
        case .coverOverForYou:      "Вы больше не замещаете в {0}"
        case .newWorkerReadsSince:  "Теперь ваш специалист {0} и читает написанное с начала своего замещения. {1} больше ничего не читает"
        case .whoReadsReports:      "Сообщённое прочтёт и ответственный за защиту детей, и то, что специалист заберёт в тот же день"
        case .yesOrNo:              "Ответ: yes (да) или no (нет)"
        case .noTurnsEver:          "Здесь каждый пишет когда хочет"
        case .codeNoSpaces:         "В пароле нет пробелов: напишите его одним словом"
        case .tokenDropped:         "По этому токену больше никто не войдёт"
        case .notYoursToLetIn:
            "Вернуть доступ под этим именем вы не можете: проверьте, как оно пишется, или обратитесь к ответственному или администратору"
        case .otherwiseWorker:      "Обо всём другом пишите своему специалисту"
        case .meetsNow:             "Встреча в {0} идёт сейчас. Войти: JOIN {0}"
        case .eraseWish:
            "{0} просит стереть всё своё. Встретьтесь в течение семи дней, затем: /msg Host ERASE CONFIRM {0}"
        case .exportWish:
            "{0} просит выдать всё своё. Встретьтесь в течение семи дней, затем: /msg Host EXPORT CONFIRM {0}"
        case .deedReportRead:       "прочтено сообщение"
        case .deedTokenMade:        "получен токен"
        case .deedTokenDropped:     "токен убран"
        case .deedAccessRenewed:    "вход обновлён"
        default: waiting(phrase)
        }
    }
}
