/// The sentences about coming in and being left waiting in Russian.
extension Russian {
    // swift-format-ignore
    static func waiting(_ phrase: Phrase) -> String {
        switch phrase {
        case .nickStays:      "Пока вы в комнате, где слова сначала смотрят или не принимают, ник остаётся прежним"
        case .nickScreened:   "В вашем нике есть то, что в {0} сначала смотрят: возьмите другой (NICK), потом входите"
        case .moodOfStaff:    "О самочувствии спрашивают только семьи: с вашим ответом по среднему можно узнать чужой"
        case .sessionNew:     "Здесь начинается другая встреча: подождите, пожалуйста, и прочтите правила, если они новые"
        case .standInToOpen:  "Встреча в {0} ещё не открыта, люди ждут: пожалуйста, JOIN {0}, затем /msg Host SESSION OPEN {0}"
        case .lobbyUnopened:
            "Встречу в {0} ещё никто не открыл. Сотрудникам, которые на связи, сообщили. Что вы пишете здесь, дождётся их"
        case .lobbyLapsed:    "Встреча в {0} не состоялась: её некому было открыть. Простите, что вам пришлось ждать"
        case .attendKeptOut:  "{0}: пока не может приходить"
        case .attendAtDoor:   "{0}: ожидание у входа, внутрь не впустили"
        case .unsaidSentSome: "Отправлено. Часть ждёт сотрудников; остальное теперь видят все в {0}"
        case .unsaidLeft:
            "Ещё ждут: {0}. Сначала ответьте, пожалуйста, затем отправьте 1 ещё раз"
        case .floorAside:     "Сейчас этот человек в стороне, с кем-то из сотрудников"
        case .heldReleasedLate: "Сотрудники прочли ваш текст для {0} и пропустили его, когда все остальные уже ушли"
        case .banDevice:
            "Телефон здесь известен только по записи: /msg Host BAN не впускает запись ни с одного устройства. Причину напишите подробнее"
        case .deedRoundEnded: "окончен круг"
        case .deedFloorExtended: "добавлено время для слова"
        case .deedPhaseEnded: "окончена часть встречи"
        // A sentence that stands nowhere is empty, and a test finds it.
        default: ""
        }
    }
}
