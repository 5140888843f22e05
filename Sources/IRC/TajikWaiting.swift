/// The sentences about coming in and being left waiting in Tajik.
extension Tajik {
    // swift-format-ignore
    static func waiting(_ phrase: Phrase) -> String {
        switch phrase {
        case .nickStays:      "То даме ки дар хонае ҳастед, ки суханҳоро аввал мебинанд ё намепазиранд, тахаллусатон ҳамин мемонад"
        case .nickScreened:   "Дар тахаллуси шумо чизе ҳаст, ки дар {0} аввал онро мебинанд: дигареро гиред (NICK), баъд дароед"
        case .moodOfStaff:    "Аҳвол танҳо аз оилаҳо пурсида мешавад: бо ҷавоби шумо ҷавоби дигарон маълум мешуд"
        case .sessionNew:     "Дар ин ҷо вохӯрии дигар сар мешавад: лутфан интизор шавед ва агар қоидаҳо нав бошанд, хонед"
        case .standInToOpen:  "Вохӯрӣ дар {0} ҳоло кушода нашудааст, одамон интизоранд: лутфан JOIN {0}, баъд /msg Host SESSION OPEN {0}"
        case .lobbyUnopened:
            "Вохӯрии {0}-ро ҳоло касе накушодааст. Ба кормандоне, ки дар тамосанд, хабар дода шуд. Навиштаатон онҳоро интизор мешавад"
        case .lobbyLapsed:    "Вохӯрӣ дар {0} нашуд: касе набуд, ки онро кушояд. Бубахшед, ки интизор шудед"
        case .attendKeptOut:  "{0} ҳоло омада наметавонад"
        case .attendAtDoor:   "{0} дар назди дар интизор шуд ва даромада натавонист"
        case .unsaidSentSome: "Фиристода шуд. Як қисмаш кормандонро интизор аст; дигарашро акнун ҳама дар {0} мебинанд"
        case .unsaidLeft:     "Боз интизор: {0}. Лутфан аввал ҷавоб диҳед, баъд бори дигар 1 фиристед"
        case .floorAside:     "Ҳоло ин кас бо яке аз кормандон дар канор аст"
        case .heldReleasedLate: "Кормандон матни шуморо барои {0} хонданд ва иҷозат доданд, вақте ки дигарон аллакай рафта буданд"
        case .banDevice:
            "Телефон дар ин ҷо танҳо аз рӯи ҳисоб маълум аст: /msg Host BAN ҳисобро аз ҳар дастгоҳ намегузорад. Сабабро пурратар нависед"
        case .deedRoundEnded: "давра ба охир расид"
        case .deedFloorExtended: "вақти сухан дароз шуд"
        case .deedPhaseEnded: "қисми вохӯрӣ ба охир расид"
        // A sentence that stands nowhere is empty, and a test finds it.
        default: ""
        }
    }
}
