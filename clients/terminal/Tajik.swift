/// The Tajik catalogue, in Cyrillic.
extension Phrase {
    var tajik: String {
        tajikWay ?? tajikTrouble ?? tajikTalk ?? tajikOthers ?? ""
    }

    private var tajikWay: String? {
        switch self {
        case .aboutInvitation: "Агар даъватнома дошта бошед, вале ҳисоб не, Enter-ро пахш кунед."
        case .askCode: "Рамз аз даъватнома: "
        case .slipInCode:
            "Дар ин рамз рақаме нодуруст, кам ё зиёд аст. Онро бо корти худ муқоиса кунед."
        case .aboutNewAccount:
            """
            Шуморо ин ҷо чӣ гуна номем? Аз 3 то 20 ҳарфи лотинӣ ё рақам; агар нахоҳед, номи
            аслии худро нанависед. Касе, ки бармегардад, номи пештараро менависад.
            """
        case .askNewAccount: "Ном: "
        case .aboutNewPassword:
            """
            Пароле интихоб кунед, ки на кам аз 8 ҳарф дорад ва танҳо шумо медонед; он дар экран
            дида намешавад. Ё танҳо Enter-ро пахш кунед, ва ба шумо парол дода мешавад.
            """
        case .askNewPassword: "Парол: "
        case .askAgain: "Бори дигар ҳамон: "
        case .passwordShort: "Ин аз 8 ҳарф кам дорад. Лутфан, дарозтарашро гиред."
        case .passwordsDiffer: "Ин ду фарқ доранд. Лутфан, бори дигар."
        case .madePassword(let password):
            """
            Пароли шумо:  \(password)
            Онро дар ҷое нависед, ки касе намебинад: он дар дастгоҳи дигар лозим мешавад.
            """
        case .deviceKept:
            "Акнун ин дастгоҳ шуморо мешиносад: дафъаи дигар sandali-ро бе парол оғоз кунед."
        case .deviceRefused(let words):
            """
            Ин дастгоҳ худ ба худ дохил нашуд: \(words)
            Ё ҳисоб ҳоло баста аст, он гоҳ аз маркази худ пурсед; ё сервер дигар ин
            дастгоҳро намешиносад, он гоҳ парол лозим аст.
            """
        case .askAccount: "Ҳисоб: "
        case .askPassword(let account): "Пароли \(account): "
        case .connecting(let server): "Пайвастшавӣ ба \(server) …"
        case .welcome(let nickname):
            "Салом, \(nickname). /help нависед, то бинед, ки ин ҷо чӣ мумкин аст."
        case .unknownCertificate(let server, let fingerprint):
            """
            Шумо ҳанӯз дар \(server) набудед ва касе барои он кафил нест.
            Изи сертификати он (SHA-256):
              \(fingerprint)
            Аз онҳое, ки серверро пеш мебаранд, пурсед, ки аз онҳост ё не.
            """
        case .changedCertificate(let server, let fingerprint, let before):
            """
            ЭҲТИЁТ: \(server) сертификати дигар нишон медиҳад, на пештараро.
              пештар: \(before)
              акнун:  \(fingerprint)
            Шояд онро нав карда бошанд, ё шояд касе дар байн гӯш мекунад.
            Танҳо вақте розӣ шавед, ки изи навро худи пешбарандагони сервер гӯянд.
            """
        case .askTrust: "Ба он бовар мекунед? [ҳа/НЕ] "
        default: nil
        }
    }

    private var tajikTrouble: String? {
        switch self {
        case .noSuchHost(let server):
            "Сервере бо номи \(server) нест. Ном дуруст аст ва алоқа ҳаст?"
        case .nobodyAnswers(let server): "Дар \(server) касе ҷавоб намедиҳад. Сервер кор мекунад?"
        case .unreachable(let server, let why):
            "Ба \(server) расидан намешавад (\(why)). Алоқа ҳаст?"
        case .noAnswerInTime(let server):
            "\(server) дар вақташ ҷавоб надод. Лутфан, каме дертар боз кӯшиш кунед."
        case .plainOnlyHere:
            "--plain танҳо дар ҳамин компютер кор мекунад (localhost). Онро бардоред, "
                + "он гоҳ TLS мешавад."
        case .noTLS(let server, let why):
            "Бо \(server) пайвасти муҳофизатшуда нест (\(why)). Порт дуруст аст? "
                + "Одатан TLS дар 6697 аст."
        case .untrusted(let server, let fingerprint):
            "Ба сертификати \(server) бовар нест; ба он чизе гуфта нашуд."
                + (fingerprint.map { "\nАгар дуруст бошад, гузоред: --fingerprint \($0)" } ?? "")
        case .untrustedUnlikeNamed(let server):
            """
            Сертификати \(server) он НЕСТ, ки дар --fingerprint омадааст; ба он чизе гуфта нашуд.
            Шояд касе дар байн гӯш мекунад. Аз пешбарандагони сервер пурсед.
            """
        case .untrustedChanged(let server, let before):
            """
            Сертификати \(server) дигар шуд (пештар: \(before)); ба он чизе гуфта нашуд.
            Аз пешбарандагони сервер пурсед ва sandali-ро дар терминал аз нав ба кор андозед.
            """
        case .knownServersUnusable(let path):
            """
            Рӯйхати серверҳои маълумро хондан намешавад: \(path)
            Санҷед, ки онро кӣ хонда ва навишта метавонад.
            """
        case .signInRefused(let words):
            """
            Ворид шудан нашуд: \(words)
            Ҳисоб ва паролро санҷед ва аз нав сар кунед.
            """
        case .signInNotOffered:
            "Сервер чунин роҳи воридшавӣ надорад. --sign-in pass-ро кӯшиш кунед."
        case .invitationRefused(let words), .serverSays(let words): words
        case .nicknameRefused(let words):
            """
            \(words)
            Тахаллуси дигарро кӯшиш кунед: --nick.
            """
        case .needsAccount: "Гӯед, ки кӣ ворид мешавад: --account НОМ (ё SANDALI_ACCOUNT)."
        case .needsPassword: "Паролро дар SANDALI_PASSWORD диҳед."
        case .wrongServer(let text): "«\(text)» сервер нест. HOST ё HOST:PORT нависед."
        case .wrongFingerprint: "Изи сертификат 64 рақам дорад, аз 0 то 9 ва аз A то F."
        case .wrongLanguage(let codes): "Чунин забон нест. Ҳаст: \(codes)."
        default: nil
        }
    }

    private var tajikTalk: String? {
        switch self {
        case .cutOff: "Пайваст канда шуд."
        case .serverClosed(let words): "Сервер пайвастро баст: \(words)"
        case .tryingAgain(let seconds):
            "Кӯшиши нав баъди \(seconds) сония. Он чи менависед, ин ҷо мемонад."
        case .backAgain: "Алоқа боз ҳаст."
        case .missed(let room): "Ҳангоме ки алоқа набуд, дар \(room):"
        case .notThereYet(let words): "ҳанӯз нарасидааст: \(words)"
        case .lineSilent: "Алоқа ҷавоб намедиҳад. Суханони шумо ин ҷо мунтазиранд ва гум нашудаанд."
        case .notConnected: "Ҳоло алоқа нест, аз ин рӯ ин фиристода нашуд. Он ин ҷо монд."
        case .noRoomYet:
            "Шумо ҳоло дар ягон хона нестед. /list хонаҳоро нишон медиҳад, /join #хона "
                + "ба он медарорад."
        case .nowIn(let room):
            "Акнун шумо дар \(room) ҳастед; он чи менависед, он ҷо шунида мешавад."
        case .alsoIn(let room): "Шумо дар \(room) низ ҳастед. Барои гап задан он ҷо: /join \(room)"
        case .rooms([], _): Phrase.noRoomYet.tajik
        case .rooms(let rooms, let current):
            "Шумо дар: "
                + rooms.map { $0 == current ? "\($0) (ин ҷо гап мезанед)" : $0 }
                .joined(separator: ", ")
        case .unanswered: "Сервер дар вақташ ба ҳама чиз ҷавоб надод."
        case .tooFewWords(let command):
            "Дар \(command) калима намерасад. /help нишон медиҳад, ки чӣ тавр."
        case .goodbye: "Хайр, то дидор."
        case .exported(let path): "Ҳамаи аз они шумо дар \(path) ва дар \(path).json аст."
        case .notExported(let path): "Ба \(path) навиштан мумкин нест."
        case .exportCut(let path):
            "На ҳамаи аз они шумо омад, бинобар ин ба \(path) чизе навишта нашуд. Лутфан, "
                + "бо /export аз нав пурсед."
        case .exportComing(let path): "Аз они шумо аллакай ба \(path) меояд."
        case .exportThere(let path):
            "\(path) аллакай ҳаст ва бетағйир мемонад. Лутфан, файли дигарро номбар кунед."
        case .commandsUnanswered:
            "Host ба ин ҷавоб надод. Он худ аз нав фиристода намешавад, то чизе ду бор "
                + "иҷро нашавад. Лутфан, бинед, ки он иҷро шудааст ё не:"
        case .unconfirmed(let count):
            "Сервер тасдиқ накард: \(count). Шояд ин нарасида бошад, ва дар ин ҷо нигоҳ дошта "
                + "намешавад:"
        case .help: Phrase.tajikHelp
        default: nil
        }
    }

    private var tajikOthers: String? {
        switch self {
        case .came(let who, let room): "\(who) ба \(room) даромад"
        case .left(let who, let room, let words): "\(who) аз \(room) баромад\(Self.after(words))"
        case .quit(let who, let words): "\(who) рафт\(Self.after(words))"
        case .removed(let who, let by, let room, let words):
            "\(by) \(who)-ро аз \(room) баровард\(Self.after(words))"
        case .renamed(let who, let to): "\(who) акнун \(to) ном дорад"
        case .topicSet(let who, let room, ""): "\(who) мавзӯи \(room)-ро бардошт"
        case .topicSet(let who, let room, let topic): "\(who) мавзӯи \(room)-ро гузошт: \(topic)"
        case .topicIs(let room, let topic): "Мавзӯи \(room): \(topic)"
        case .noTopic(let room): "\(room) мавзӯъ надорад."
        case .modeSet(let who, let target, let modes): "\(who) барои \(target) \(modes) гузошт"
        case .takenBack(let who, let words): "\(who) гуфтаро бозпас гирифт\(Self.after(words))"
        case .turnBegins(let who): "Навбати сухан ба \(who) расид"
        case .turnEnds(let who): "\(who) суханашро тамом кард"
        case .invited(let by, let room): "\(by) шуморо даъват мекунад: /join \(room)"
        case .peopleIn(let room, let names): "Дар \(room): \(names)"
        case .listed(let room, let people, let topic):
            "\(room) · ин ҷо \(people)\(topic.isEmpty ? "" : " · \(topic)")"
        case .isAway(let who, let words): "\(who) дар ҷояш нест\(Self.after(words))"
        case .emptyList(let list): "\(list): дар ин рӯйхат касе ва чизе нест."
        case .nobodyFound(let name): "Ин ҷо касе бо номи \(name) нест."
        case .you: "шумо"
        case .toStaff: "ба кормандон"
        default: nil
        }
    }

    private static let tajikHelp = """
        Нависед ва Enter-ро пахш кунед: ҳама дар хона мехонанд.
          /list           кадом хонаҳо ҳастанд     /join #хона   ба хона даромадан
          /rooms          хонаҳое, ки шумо ҳастед  /part         аз хона баромадан
          /names          дар хона кӣ ҳаст         /who НОМ      бештар дар бораи касе
          /msg НОМ сухан  сухан ба як нафар        /me механдад  гуфтани он, ки чӣ мекунед
          /topic сухан    хона дар бораи чист      /whoreads     канали шахсиро кӣ мехонад
          /language tg    ба шумо бо кадом забон   /quit         рафтан
          /hand           навбати сухан пурсидан, дар ҷое ки бо навбат сухан мегӯянд
          /export ФАЙЛ    ҳамаи аз они шумо, ба файл
          /clear          тоза кардани ин экран ва ҳама болотарашро
          /help           ҳамин матн
        Ҳар фармони дигар ба сервер меравад: /whois НОМ. /raw САТР сатрро айнан мефиристад.
        Калимаеро, ки бо хати каҷ сар мешавад, бо ду хат нависед: //хона
        """
}

extension Usage {
    static let tajik = Usage(
        abstract: "Гуфтугӯ дар хонаҳои сервери Sandali.",
        discussion: """
            Дар терминал барнома паролро мепурсад ва нишон медиҳад, ки кӣ чӣ мегӯяд. Дар \
            конвейер он бо сатрҳо кор мекунад: ҳар сатре, ки медарояд, ба сервер ҳамон тавр \
            меравад (ё чун фармон, агар бо / сар шавад), ҳар сатри сервер ҳамон тавр мебарояд.

            Дар муҳит SANDALI_SERVER, SANDALI_ACCOUNT ва SANDALI_PASSWORD буда метавонанд.

            Рамзи анҷом: 0 баъди баромадан, 2 агар нодуруст даъват шуда бошад, 3 агар пайваст \
            нашуда бошад, 4 агар ба сертификат бовар набошад, 5 агар ворид шудан нашуда бошад, \
            6 агар пайваст канда шуда бошад.
            """,
        server: "Ном ё нишонии сервер (localhost:6697).",
        account: "Кӣ ворид мешавад.",
        nick: "Тахаллусе, ки дигарон мебинанд, агар аз ҳисоб фарқ карда тавонад.",
        fingerprint: "Танҳо ба сертификате бо ин SHA-256 бовар кардан.",
        code: "Бо рамзи даъватнома ҳисоб сохтан; рамз пурсида мешавад.",
        noDevice: "Дар дастгоҳи бегона: дар он чизе нагузоштан, ки худаш ворид мешавад.",
        plain: "Бе TLS; танҳо дар ҳамин компютер.",
        join: "Дарҳол ба ин хона даромадан; чанд бор гуфтан мумкин.",
        signIn: "Чӣ тавр ворид шудан: sasl, ё pass, ҷое ки SASL нест.",
        language: "Барнома бо кадом забон гап мезанад: en, ru, tg, uz, uz-Cyrl.")
}
