/// The Uzbek catalogue, in Latin letters.
extension Phrase {
    var uzbek: String {
        uzbekWay ?? uzbekTrouble ?? uzbekTalk ?? uzbekOthers ?? ""
    }

    private var uzbekWay: String? {
        switch self {
        case .aboutInvitation: "Taklif boʻlsa-yu, hisob hali boʻlmasa, Enter tugmasini bosing."
        case .askCode: "Taklif kodi: "
        case .slipInCode:
            "Bu kodda raqam xato, kam yoki ortiqcha. Uni kartangiz bilan solishtiring."
        case .aboutNewAccount:
            """
            Bu yerda sizni qanday ataylik? 3 dan 20 tagacha lotin harfi yoki raqam; istamasangiz,
            haqiqiy ismingizni yozmang. Qaytayotgan kishi avvalgi nomini yozadi.
            """
        case .askNewAccount: "Nom: "
        case .aboutNewPassword:
            """
            Kamida 8 harfli, faqat oʻzingiz biladigan parol tanlang; u ekranda koʻrinmaydi.
            Yoki shunchaki Enter tugmasini bosing, shunda sizga parol beriladi.
            """
        case .askNewPassword: "Parol: "
        case .askAgain: "Yana bir marta: "
        case .passwordShort: "Bunda 8 tadan kam harf bor. Iltimos, uzunrogʻini tanlang."
        case .passwordsDiffer: "Bu ikkisi farq qiladi. Iltimos, yana bir marta."
        case .madePassword(let password):
            """
            Parolingiz:  \(password)
            Uni hech kim qaramaydigan joyga yozib qoʻying: u boshqa qurilmada kerak boʻladi.
            """
        case .deviceKept:
            "Endi bu qurilma sizni taniydi: keyingi safar sandali dasturini parolsiz oching."
        case .deviceRefused(let words):
            """
            Bu qurilma oʻzi kira olmadi: \(words)
            Yo hisob hozircha yopiq, unda markazingizdan soʻrang; yo server bu qurilmani
            endi tanimaydi, unda parol kerak.
            """
        case .askAccount: "Hisob: "
        case .askPassword(let account): "\(account) paroli: "
        case .connecting(let server): "\(server) ga ulanmoqda …"
        case .welcome(let nickname):
            "Salom, \(nickname). Bu yerda nimalar mumkinligini koʻrish uchun /help deb yozing."
        case .unknownCertificate(let server, let fingerprint):
            """
            Siz hali \(server) da boʻlmagansiz va unga hech kim kafil emas.
            Uning sertifikat izi (SHA-256):
              \(fingerprint)
            Serverni yuritadigan kishilardan bu ularniki ekanini soʻrang.
            """
        case .changedCertificate(let server, let fingerprint, let before):
            """
            EHTIYOT: \(server) avvalgidan boshqa sertifikat koʻrsatmoqda.
              avval: \(before)
              endi:  \(fingerprint)
            Balki u yangilangandir, balki kimdir oʻrtada tinglayotgandir.
            Yangi izni serverni yuritadiganlar aytsagina rozi boʻling.
            """
        case .askTrust: "Unga ishonasizmi? [ha/YOʻQ] "
        default: nil
        }
    }

    private var uzbekTrouble: String? {
        switch self {
        case .noSuchHost(let server): "\(server) nomli server yoʻq. Nomi toʻgʻrimi, aloqa bormi?"
        case .nobodyAnswers(let server):
            "\(server) da hech kim javob bermayapti. Server ishlayaptimi?"
        case .unreachable(let server, let why):
            "\(server) ga yetib boʻlmayapti (\(why)). Aloqa bormi?"
        case .noAnswerInTime(let server):
            "\(server) vaqtida javob bermadi. Iltimos, birozdan keyin urinib koʻring."
        case .plainOnlyHere:
            "--plain faqat shu kompyuterda ishlaydi (localhost). Uni olib tashlang, "
                + "shunda TLS boʻladi."
        case .noTLS(let server, let why):
            "\(server) bilan himoyalangan ulanish yoʻq (\(why)). Port toʻgʻrimi? TLS "
                + "odatda 6697 da."
        case .untrusted(let server, let fingerprint):
            "\(server) sertifikatiga ishonch yoʻq; unga hech narsa aytilmadi."
                + (fingerprint.map { "\nU toʻgʻri boʻlsa, qoʻshing: --fingerprint \($0)" } ?? "")
        case .untrustedUnlikeNamed(let server):
            """
            \(server) sertifikati --fingerprint da aytilgani EMAS; unga hech narsa aytilmadi.
            Balki kimdir oʻrtada tinglayotgandir. Serverni yuritadiganlardan soʻrang.
            """
        case .untrustedChanged(let server, let before):
            """
            \(server) sertifikati oʻzgardi (avval: \(before)); unga hech narsa aytilmadi.
            Serverni yuritadiganlardan soʻrang va sandali dasturini terminalda qayta oching.
            """
        case .knownServersUnusable(let path):
            """
            Maʼlum serverlar roʻyxatini oʻqib boʻlmayapti: \(path)
            Uni kim oʻqib, kim yozishi mumkinligini tekshiring.
            """
        case .signInRefused(let words):
            """
            Kirib boʻlmadi: \(words)
            Hisob va parolni tekshirib, qaytadan boshlang.
            """
        case .signInNotOffered:
            "Serverda bunday kirish yoʻli yoʻq. --sign-in pass ni sinab koʻring."
        case .invitationRefused(let words), .serverSays(let words): words
        case .nicknameRefused(let words):
            """
            \(words)
            Boshqa taxallusni sinab koʻring: --nick.
            """
        case .needsAccount: "Kim kirayotganini ayting: --account NOM (yoki SANDALI_ACCOUNT)."
        case .needsPassword: "Parolni SANDALI_PASSWORD da bering."
        case .wrongServer(let text): "«\(text)» server emas. HOST yoki HOST:PORT deb yozing."
        case .wrongFingerprint: "Sertifikat izi 64 ta belgi: 0 dan 9 gacha va A dan F gacha."
        case .wrongLanguage(let codes): "Bunday til yoʻq. Borlari: \(codes)."
        default: nil
        }
    }

    private var uzbekTalk: String? {
        switch self {
        case .cutOff: "Ulanish uzilib qoldi."
        case .serverClosed(let words): "Server ulanishni yopdi: \(words)"
        case .tryingAgain(let seconds):
            "Yangi urinish \(seconds) soniyadan keyin. Yozayotganingiz shu yerda qoladi."
        case .backAgain: "Aloqa yana bor."
        case .missed(let room): "Aloqa uzilgan paytda \(room) da:"
        case .notThereYet(let words): "hali yetib bormadi: \(words)"
        case .lineSilent: "Aloqa javob bermayapti. Soʻzlaringiz shu yerda turibdi, yoʻqolgani yoʻq."
        case .notConnected: "Hozir aloqa yoʻq, shuning uchun bu yuborilmadi. U shu yerda qoldi."
        case .noRoomYet:
            "Siz hali hech qaysi xonada emassiz. /list xonalarni koʻrsatadi, /join "
                + "#xona unga kiritadi."
        case .nowIn(let room): "Endi siz \(room) dasiz; yozganlaringiz oʻsha yerda eshitiladi."
        case .alsoIn(let room): "Siz \(room) da ham borsiz. U yerda gapirish uchun: /join \(room)"
        case .rooms([], _): Phrase.noRoomYet.uzbek
        case .rooms(let rooms, let current):
            "Siz bu yerdasiz: "
                + rooms.map { $0 == current ? "\($0) (shu yerda gapiryapsiz)" : $0 }
                .joined(separator: ", ")
        case .unanswered: "Server hammasiga vaqtida javob bermadi."
        case .tooFewWords(let command):
            "\(command) da soʻz yetishmayapti. Qanday yozishni /help koʻrsatadi."
        case .goodbye: "Xayr, koʻrishguncha."
        case .exported(let path): "Sizga tegishlining hammasi \(path) da va \(path).json da."
        case .notExported(let path): "\(path) ga yozib boʻlmaydi."
        case .exportCut(let path):
            "Sizga tegishlining hammasi kelmadi, shuning uchun \(path) ga hech narsa "
                + "yozilmadi. Iltimos, /export bilan qaytadan soʻrang."
        case .exportComing(let path): "Sizga tegishlisi allaqachon \(path) ga kelyapti."
        case .exportThere(let path):
            "\(path) allaqachon bor va oʻzgarmasdan qoladi. Iltimos, boshqa fayl nomini yozing."
        case .commandsUnanswered:
            "Host bunga javob bermadi. Hech narsa ikki marta bajarilmasligi uchun u "
                + "oʻzidan-oʻzi qayta yuborilmaydi. Iltimos, bajarilgan-bajarilmaganini qarang:"
        case .unconfirmed(let count):
            "Server tasdiqlamadi: \(count). Bu yetib bormagan boʻlishi mumkin va bu yerda "
                + "saqlanmaydi:"
        case .help: Phrase.uzbekHelp
        default: nil
        }
    }

    private var uzbekOthers: String? {
        switch self {
        case .came(let who, let room): "\(who) \(room) ga kirdi"
        case .left(let who, let room, let words): "\(who) \(room) dan chiqdi\(Self.after(words))"
        case .quit(let who, let words): "\(who) ketdi\(Self.after(words))"
        case .removed(let who, let by, let room, let words):
            "\(by) \(who) ni \(room) dan chiqardi\(Self.after(words))"
        case .renamed(let who, let to): "\(who) endi \(to) deb ataladi"
        case .topicSet(let who, let room, ""): "\(who) \(room) mavzusini olib tashladi"
        case .topicSet(let who, let room, let topic): "\(who) \(room) mavzusini qoʻydi: \(topic)"
        case .topicIs(let room, let topic): "\(room) mavzusi: \(topic)"
        case .noTopic(let room): "\(room) da mavzu yoʻq."
        case .modeSet(let who, let target, let modes): "\(who) \(target) uchun \(modes) qoʻydi"
        case .takenBack(let who, let words):
            "\(who) aytilgan soʻzni qaytarib oldi\(Self.after(words))"
        case .turnBegins(let who): "Soʻz navbati \(who) ga keldi"
        case .turnEnds(let who): "\(who) soʻzini tugatdi"
        case .invited(let by, let room): "\(by) sizni taklif qilmoqda: /join \(room)"
        case .peopleIn(let room, let names): "\(room) da: \(names)"
        case .listed(let room, let people, let topic):
            "\(room) · bu yerda \(people)\(topic.isEmpty ? "" : " · \(topic)")"
        case .isAway(let who, let words): "\(who) joyida yoʻq\(Self.after(words))"
        case .emptyList(let list): "\(list): bu roʻyxatda hech kim va hech narsa yoʻq."
        case .nobodyFound(let name): "Bu yerda \(name) degan hech kim yoʻq."
        case .you: "siz"
        case .toStaff: "xodimlarga"
        default: nil
        }
    }

    private static let uzbekHelp = """
        Yozing va Enter tugmasini bosing: xonadagi hamma oʻqiydi.
          /list          qanday xonalar bor  /join #xona  xonaga kirish
          /rooms         siz bor xonalar     /part        xonadan chiqish
          /names         xonada kim bor      /who NOM     kimdir haqida koʻproq
          /msg NOM soʻz  bir kishiga soʻz    /me kuladi   nima qilayotganingiz
          /topic soʻz    xona nima haqida    /whoreads    shaxsiy kanalni kim oʻqiydi
          /language uz   sizga qaysi tilda   /quit        ketish
          /hand          navbat bilan gapiriladigan xonada soʻz soʻrash
          /export FAYL   sizga tegishlining hammasi, faylga
          /clear         bu ekran va undan yuqorisini tozalash
          /help          shu matn
        Boshqa har qanday buyruq serverga boradi: /whois NOM. /raw SATR satrni aynan yuboradi.
        Qiya chiziq bilan boshlanadigan soʻz ikki chiziq bilan yoziladi: //uy
        """
}

extension Usage {
    static let uzbek = Usage(
        abstract: "Sandali serveri xonalarida suhbat.",
        discussion: """
            Terminalda dastur parolni soʻraydi va kim nima deganini koʻrsatadi. Konveyerda u \
            satrlar bilan ishlaydi: kirgan har bir satr serverga shundayligicha boradi (yoki / \
            bilan boshlansa, buyruq boʻlib), serverning har bir satri shundayligicha chiqadi.

            Muhitda SANDALI_SERVER, SANDALI_ACCOUNT va SANDALI_PASSWORD boʻlishi mumkin.

            Tugash kodi: 0 chiqqandan keyin, 2 notoʻgʻri chaqirilgan boʻlsa, 3 ulanib boʻlmagan \
            boʻlsa, 4 sertifikatga ishonch boʻlmasa, 5 kirib boʻlmagan boʻlsa, 6 ulanish \
            uzilgan boʻlsa.
            """,
        server: "Server nomi yoki manzili (localhost:6697).",
        account: "Kim kiradi.",
        nick: "Boshqalar koʻradigan taxallus, agar u hisobdan farq qila olsa.",
        fingerprint: "Faqat shu SHA-256 li sertifikatga ishonish.",
        code: "Taklif kodi bilan hisob ochish; kod soʻraladi.",
        noDevice: "Begona qurilmada: unda oʻzi kiradigan hech narsa qoldirmaslik.",
        plain: "TLS siz; faqat shu kompyuterda.",
        join: "Darhol shu xonaga kirish; bir necha marta berish mumkin.",
        signIn: "Qanday kirish: sasl, yoki SASL yoʻq joyda pass.",
        language: "Dastur qaysi tilda gapiradi: en, ru, tg, uz, uz-Cyrl.")
}
