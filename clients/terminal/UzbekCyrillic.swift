/// The Uzbek catalogue, in Cyrillic letters.
extension Phrase {
    var uzbekCyrillic: String {
        uzbekCyrillicWay ?? uzbekCyrillicTrouble ?? uzbekCyrillicTalk ?? uzbekCyrillicOthers ?? ""
    }

    private var uzbekCyrillicWay: String? {
        switch self {
        case .aboutInvitation: "Таклиф бўлса-ю, ҳисоб ҳали бўлмаса, Enter тугмасини босинг."
        case .askCode: "Таклиф коди: "
        case .slipInCode:
            "Бу кодда рақам хато, кам ёки ортиқча. Уни картангиз билан солиштиринг."
        case .aboutNewAccount:
            """
            Бу ерда сизни қандай атайлик? 3 дан 20 тагача лотин ҳарфи ёки рақам; истамасангиз,
            ҳақиқий исмингизни ёзманг. Қайтаётган киши аввалги номини ёзади.
            """
        case .askNewAccount: "Ном: "
        case .aboutNewPassword:
            """
            Камида 8 ҳарфли, фақат ўзингиз биладиган парол танланг; у экранда кўринмайди.
            Ёки шунчаки Enter тугмасини босинг, шунда сизга парол берилади.
            """
        case .askNewPassword: "Парол: "
        case .askAgain: "Яна бир марта: "
        case .passwordShort: "Бунда 8 тадан кам ҳарф бор. Илтимос, узунроғини танланг."
        case .passwordsDiffer: "Бу иккиси фарқ қилади. Илтимос, яна бир марта."
        case .madePassword(let password):
            """
            Паролингиз:  \(password)
            Уни ҳеч ким қарамайдиган жойга ёзиб қўйинг: у бошқа қурилмада керак бўлади.
            """
        case .deviceKept:
            "Энди бу қурилма сизни танийди: кейинги сафар sandali дастурини паролсиз очинг."
        case .deviceRefused(let words):
            """
            Бу қурилма ўзи кира олмади: \(words)
            Ё ҳисоб ҳозирча ёпиқ, унда марказингиздан сўранг; ё сервер бу қурилмани
            энди танимайди, унда парол керак.
            """
        case .askAccount: "Ҳисоб: "
        case .askPassword(let account): "\(account) пароли: "
        case .connecting(let server): "\(server) га уланмоқда …"
        case .welcome(let nickname):
            "Салом, \(nickname). Бу ерда нималар мумкинлигини кўриш учун /help деб ёзинг."
        case .unknownCertificate(let server, let fingerprint):
            """
            Сиз ҳали \(server) да бўлмагансиз ва унга ҳеч ким кафил эмас.
            Унинг сертификат изи (SHA-256):
              \(fingerprint)
            Серверни юритадиган кишилардан бу уларники эканини сўранг.
            """
        case .changedCertificate(let server, let fingerprint, let before):
            """
            ЭҲТИЁТ: \(server) аввалгидан бошқа сертификат кўрсатмоқда.
              аввал: \(before)
              энди:  \(fingerprint)
            Балки у янгилангандир, балки кимдир ўртада тинглаётгандир.
            Янги изни серверни юритадиганлар айтсагина рози бўлинг.
            """
        case .askTrust: "Унга ишонасизми? [ҳа/ЙЎҚ] "
        default: nil
        }
    }

    private var uzbekCyrillicTrouble: String? {
        switch self {
        case .noSuchHost(let server): "\(server) номли сервер йўқ. Номи тўғрими, алоқа борми?"
        case .nobodyAnswers(let server): "\(server) да ҳеч ким жавоб бермаяпти. Сервер ишлаяптими?"
        case .unreachable(let server, let why): "\(server) га етиб бўлмаяпти (\(why)). Алоқа борми?"
        case .noAnswerInTime(let server):
            "\(server) вақтида жавоб бермади. Илтимос, бироздан кейин уриниб кўринг."
        case .plainOnlyHere:
            "--plain фақат шу компьютерда ишлайди (localhost). Уни олиб ташланг, шунда TLS бўлади."
        case .noTLS(let server, let why):
            "\(server) билан ҳимояланган уланиш йўқ (\(why)). Порт тўғрими? TLS одатда 6697 да."
        case .untrusted(let server, let fingerprint):
            "\(server) сертификатига ишонч йўқ; унга ҳеч нарса айтилмади."
                + (fingerprint.map { "\nУ тўғри бўлса, қўшинг: --fingerprint \($0)" } ?? "")
        case .untrustedUnlikeNamed(let server):
            """
            \(server) сертификати --fingerprint да айтилгани ЭМАС; унга ҳеч нарса айтилмади.
            Балки кимдир ўртада тинглаётгандир. Серверни юритадиганлардан сўранг.
            """
        case .untrustedChanged(let server, let before):
            """
            \(server) сертификати ўзгарди (аввал: \(before)); унга ҳеч нарса айтилмади.
            Серверни юритадиганлардан сўранг ва sandali дастурини терминалда қайта очинг.
            """
        case .knownServersUnusable(let path):
            """
            Маълум серверлар рўйхатини ўқиб бўлмаяпти: \(path)
            Уни ким ўқиб, ким ёзиши мумкинлигини текширинг.
            """
        case .signInRefused(let words):
            """
            Кириб бўлмади: \(words)
            Ҳисоб ва паролни текшириб, қайтадан бошланг.
            """
        case .signInNotOffered: "Серверда бундай кириш йўли йўқ. --sign-in pass ни синаб кўринг."
        case .invitationRefused(let words), .serverSays(let words): words
        case .nicknameRefused(let words):
            """
            \(words)
            Бошқа тахаллусни синаб кўринг: --nick.
            """
        case .needsAccount: "Ким кираётганини айтинг: --account НОМ (ёки SANDALI_ACCOUNT)."
        case .needsPassword: "Паролни SANDALI_PASSWORD да беринг."
        case .wrongServer(let text): "«\(text)» сервер эмас. HOST ёки HOST:PORT деб ёзинг."
        case .wrongFingerprint: "Сертификат изи 64 та белги: 0 дан 9 гача ва A дан F гача."
        case .wrongLanguage(let codes): "Бундай тил йўқ. Борлари: \(codes)."
        default: nil
        }
    }

    private var uzbekCyrillicTalk: String? {
        switch self {
        case .cutOff: "Уланиш узилиб қолди."
        case .serverClosed(let words): "Сервер уланишни ёпди: \(words)"
        case .tryingAgain(let seconds):
            "Янги уриниш \(seconds) сониядан кейин. Ёзаётганингиз шу ерда қолади."
        case .backAgain: "Алоқа яна бор."
        case .missed(let room): "Алоқа узилган пайтда \(room) да:"
        case .notThereYet(let words): "ҳали етиб бормади: \(words)"
        case .lineSilent: "Алоқа жавоб бермаяпти. Сўзларингиз шу ерда турибди, йўқолгани йўқ."
        case .notConnected: "Ҳозир алоқа йўқ, шунинг учун бу юборилмади. У шу ерда қолди."
        case .noRoomYet:
            "Сиз ҳали ҳеч қайси хонада эмассиз. /list хоналарни кўрсатади, /join #хона "
                + "унга киритади."
        case .nowIn(let room): "Энди сиз \(room) дасиз; ёзганларингиз ўша ерда эшитилади."
        case .alsoIn(let room): "Сиз \(room) да ҳам борсиз. У ерда гапириш учун: /join \(room)"
        case .rooms([], _): Phrase.noRoomYet.uzbekCyrillic
        case .rooms(let rooms, let current):
            "Сиз бу ердасиз: "
                + rooms.map { $0 == current ? "\($0) (шу ерда гапиряпсиз)" : $0 }
                .joined(separator: ", ")
        case .unanswered: "Сервер ҳаммасига вақтида жавоб бермади."
        case .tooFewWords(let command):
            "\(command) да сўз етишмаяпти. Қандай ёзишни /help кўрсатади."
        case .goodbye: "Хайр, кўришгунча."
        case .exported(let path): "Сизга тегишлининг ҳаммаси \(path) да ва \(path).json да."
        case .notExported(let path): "\(path) га ёзиб бўлмайди."
        case .exportCut(let path):
            "Сизга тегишлининг ҳаммаси келмади, шунинг учун \(path) га ҳеч нарса "
                + "ёзилмади. Илтимос, /export билан қайтадан сўранг."
        case .exportComing(let path): "Сизга тегишлиси аллақачон \(path) га келяпти."
        case .exportThere(let path):
            "\(path) аллақачон бор ва ўзгармасдан қолади. Илтимос, бошқа файл номини ёзинг."
        case .commandsUnanswered:
            "Host бунга жавоб бермади. Ҳеч нарса икки марта бажарилмаслиги учун у "
                + "ўзидан-ўзи қайта юборилмайди. Илтимос, бажарилган-бажарилмаганини қаранг:"
        case .unconfirmed(let count):
            "Сервер тасдиқламади: \(count). Бу етиб бормаган бўлиши мумкин ва бу ерда "
                + "сақланмайди:"
        case .help: Phrase.uzbekCyrillicHelp
        default: nil
        }
    }

    private var uzbekCyrillicOthers: String? {
        switch self {
        case .came(let who, let room): "\(who) \(room) га кирди"
        case .left(let who, let room, let words): "\(who) \(room) дан чиқди\(Self.after(words))"
        case .quit(let who, let words): "\(who) кетди\(Self.after(words))"
        case .removed(let who, let by, let room, let words):
            "\(by) \(who) ни \(room) дан чиқарди\(Self.after(words))"
        case .renamed(let who, let to): "\(who) энди \(to) деб аталади"
        case .topicSet(let who, let room, ""): "\(who) \(room) мавзусини олиб ташлади"
        case .topicSet(let who, let room, let topic): "\(who) \(room) мавзусини қўйди: \(topic)"
        case .topicIs(let room, let topic): "\(room) мавзуси: \(topic)"
        case .noTopic(let room): "\(room) да мавзу йўқ."
        case .modeSet(let who, let target, let modes): "\(who) \(target) учун \(modes) қўйди"
        case .takenBack(let who, let words):
            "\(who) айтилган сўзни қайтариб олди\(Self.after(words))"
        case .turnBegins(let who): "Сўз навбати \(who) га келди"
        case .turnEnds(let who): "\(who) сўзини тугатди"
        case .invited(let by, let room): "\(by) сизни таклиф қилмоқда: /join \(room)"
        case .peopleIn(let room, let names): "\(room) да: \(names)"
        case .listed(let room, let people, let topic):
            "\(room) · бу ерда \(people)\(topic.isEmpty ? "" : " · \(topic)")"
        case .isAway(let who, let words): "\(who) жойида йўқ\(Self.after(words))"
        case .emptyList(let list): "\(list): бу рўйхатда ҳеч ким ва ҳеч нарса йўқ."
        case .nobodyFound(let name): "Бу ерда \(name) деган ҳеч ким йўқ."
        case .you: "сиз"
        case .toStaff: "ходимларга"
        default: nil
        }
    }

    private static let uzbekCyrillicHelp = """
        Ёзинг ва Enter тугмасини босинг: хонадаги ҳамма ўқийди.
          /list              қандай хоналар бор  /join #хона  хонага кириш
          /rooms             сиз бор хоналар     /part        хонадан чиқиш
          /names             хонада ким бор      /who НОМ     кимдир ҳақида кўпроқ
          /msg НОМ сўз       бир кишига сўз      /me кулади   нима қилаётганингиз
          /topic сўз         хона нима ҳақида    /whoreads    шахсий канални ким ўқийди
          /language uz-Cyrl  сизга қайси тилда   /quit        кетиш
          /hand              навбат билан гапириладиган хонада сўз сўраш
          /export ФАЙЛ       сизга тегишлининг ҳаммаси, файлга
          /clear             бу экран ва ундан юқорисини тозалаш
          /help              шу матн
        Бошқа ҳар қандай буйруқ серверга боради: /whois НОМ. /raw САТР сатрни айнан юборади.
        Қия чизиқ билан бошланадиган сўз икки чизиқ билан ёзилади: //уй
        """
}

extension Usage {
    static let uzbekCyrillic = Usage(
        abstract: "Sandali сервери хоналарида суҳбат.",
        discussion: """
            Терминалда дастур паролни сўрайди ва ким нима деганини кўрсатади. Конвеерда у \
            сатрлар билан ишлайди: кирган ҳар бир сатр серверга шундайлигича боради (ёки / \
            билан бошланса, буйруқ бўлиб), сервернинг ҳар бир сатри шундайлигича чиқади.

            Муҳитда SANDALI_SERVER, SANDALI_ACCOUNT ва SANDALI_PASSWORD бўлиши мумкин.

            Тугаш коди: 0 чиққандан кейин, 2 нотўғри чақирилган бўлса, 3 уланиб бўлмаган бўлса, \
            4 сертификатга ишонч бўлмаса, 5 кириб бўлмаган бўлса, 6 уланиш узилган бўлса.
            """,
        server: "Сервер номи ёки манзили (localhost:6697).",
        account: "Ким киради.",
        nick: "Бошқалар кўрадиган тахаллус, агар у ҳисобдан фарқ қила олса.",
        fingerprint: "Фақат шу SHA-256 ли сертификатга ишониш.",
        code: "Таклиф коди билан ҳисоб очиш; код сўралади.",
        noDevice: "Бегона қурилмада: унда ўзи кирадиган ҳеч нарса қолдирмаслик.",
        plain: "TLS сиз; фақат шу компьютерда.",
        join: "Дарҳол шу хонага кириш; бир неча марта бериш мумкин.",
        signIn: "Қандай кириш: sasl, ёки SASL йўқ жойда pass.",
        language: "Дастур қайси тилда гапиради: en, ru, tg, uz, uz-Cyrl.")
}
