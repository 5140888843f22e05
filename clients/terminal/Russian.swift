/// The Russian catalogue.
extension Phrase {
    var russian: String {
        russianWay ?? russianTrouble ?? russianTalk ?? russianOthers ?? ""
    }

    private var russianWay: String? {
        switch self {
        case .aboutInvitation: "Если у вас приглашение, а учётной записи ещё нет, нажмите Enter."
        case .askCode: "Код из приглашения: "
        case .slipInCode:
            "Цифра в этом коде неверна, пропущена или лишняя. Сверьте его с карточкой."
        case .aboutNewAccount:
            """
            Как вас здесь называть? От 3 до 20 латинских букв или цифр; лучше не настоящее имя,
            если вы не хотите. Кто возвращается, пишет имя, которое было раньше.
            """
        case .askNewAccount: "Имя: "
        case .aboutNewPassword:
            """
            Придумайте пароль не короче 8 букв, который знаете только вы; на экране его не видно.
            Или просто нажмите Enter, и пароль вам дадут.
            """
        case .askNewPassword: "Пароль: "
        case .askAgain: "Ещё раз то же: "
        case .passwordShort: "Здесь меньше 8 букв. Пожалуйста, возьмите подлиннее."
        case .passwordsDiffer: "Они различаются. Попробуйте ещё раз."
        case .madePassword(let password):
            """
            Ваш пароль:  \(password)
            Запишите его там, где никто не смотрит: он нужен на другом устройстве.
            """
        case .deviceKept:
            "Теперь это устройство вас знает: в следующий раз просто запустите sandali, без пароля."
        case .deviceRefused(let words):
            """
            Само это устройство не впустили: \(words)
            Либо учётная запись пока закрыта, и тогда спросите свой центр; либо сервер
            больше не знает это устройство, и тогда нужен пароль.
            """
        case .askAccount: "Учётная запись: "
        case .askPassword(let account): "Пароль для \(account): "
        case .connecting(let server): "Подключение к \(server) …"
        case .welcome(let nickname):
            "Здравствуйте, \(nickname). Наберите /help, чтобы увидеть, что здесь можно."
        case .unknownCertificate(let server, let fingerprint):
            """
            Вы ещё не были на \(server), и никто за него не ручается.
            Отпечаток его сертификата (SHA-256):
              \(fingerprint)
            Спросите тех, кто ведёт сервер, их ли он.
            """
        case .changedCertificate(let server, let fingerprint, let before):
            """
            ОСТОРОЖНО: \(server) показывает не тот сертификат, что раньше.
              раньше: \(before)
              теперь: \(fingerprint)
            Возможно, его обновили, а возможно, кто-то подслушивает посередине.
            Соглашайтесь, только если новый отпечаток вам назовут те, кто ведёт сервер.
            """
        case .askTrust: "Доверяете ему? [да/НЕТ] "
        default: nil
        }
    }

    private var russianTrouble: String? {
        switch self {
        case .noSuchHost(let server):
            "Сервера с именем \(server) нет. Верно ли имя и есть ли связь?"
        case .nobodyAnswers(let server):
            "По адресу \(server) никто не отвечает. Работает ли сервер?"
        case .unreachable(let server, let why): "До \(server) не добраться (\(why)). Есть ли связь?"
        case .noAnswerInTime(let server): "\(server) не ответил вовремя. Попробуйте немного позже."
        case .plainOnlyHere:
            "--plain работает только на этом компьютере (localhost). Уберите его, и будет TLS."
        case .noTLS(let server, let why):
            "Защищённого соединения с \(server) нет (\(why)). Верен ли порт? Обычно TLS на 6697."
        case .untrusted(let server, let fingerprint):
            "Сертификату \(server) нет доверия; серверу ничего не сказано."
                + (fingerprint.map { "\nЕсли он верный, добавьте: --fingerprint \($0)" } ?? "")
        case .untrustedUnlikeNamed(let server):
            """
            Сертификат \(server) НЕ тот, что назван в --fingerprint; серверу ничего не сказано.
            Возможно, кто-то слушает посередине. Спросите тех, кто ведёт сервер.
            """
        case .untrustedChanged(let server, let before):
            """
            Сертификат \(server) сменился (раньше: \(before)); серверу ничего не сказано.
            Спросите тех, кто ведёт сервер, и запустите sandali в терминале ещё раз.
            """
        case .knownServersUnusable(let path):
            """
            Список известных серверов не прочесть: \(path)
            Проверьте, кто может читать его и писать в него.
            """
        case .signInRefused(let words):
            """
            Войти не получилось: \(words)
            Проверьте учётную запись и пароль и начните снова.
            """
        case .signInNotOffered:
            "Сервер не предлагает такой способ входа. Попробуйте --sign-in pass."
        case .invitationRefused(let words), .serverSays(let words): words
        case .nicknameRefused(let words):
            """
            \(words)
            Попробуйте другой ник: --nick.
            """
        case .needsAccount: "Скажите, кто входит: --account ИМЯ (или SANDALI_ACCOUNT)."
        case .needsPassword: "Дайте пароль в SANDALI_PASSWORD."
        case .wrongServer(let text): "«\(text)»: это не сервер. Напишите HOST или HOST:PORT."
        case .wrongFingerprint: "В отпечатке 64 цифры от 0 до 9 и от A до F."
        case .wrongLanguage(let codes): "Такого языка нет. Есть: \(codes)."
        default: nil
        }
    }

    private var russianTalk: String? {
        switch self {
        case .cutOff: "Соединение прервалось."
        case .serverClosed(let words): "Сервер закрыл соединение: \(words)"
        case .tryingAgain(let seconds):
            "Следующая попытка через \(seconds) с. То, что вы пишете, останется здесь."
        case .backAgain: "Связь снова есть."
        case .missed(let room): "Пока связи не было, в \(room):"
        case .notThereYet(let words): "ещё не дошло: \(words)"
        case .lineSilent: "Связь не отвечает. Ваши слова ждут здесь, они не потеряны."
        case .notConnected: "Сейчас связи нет, поэтому это не отправлено. Оно осталось здесь."
        case .noRoomYet:
            "Вы пока ни в одной комнате. /list покажет комнаты, /join #комната введёт в неё."
        case .nowIn(let room): "Теперь вы в \(room); то, что вы пишете, слышно там."
        case .alsoIn(let room): "Вы также в \(room). Чтобы говорить там: /join \(room)"
        case .rooms([], _): Phrase.noRoomYet.russian
        case .rooms(let rooms, let current):
            "Вы в: "
                + rooms.map { $0 == current ? "\($0) (говорите здесь)" : $0 }
                .joined(separator: ", ")
        case .unanswered: "Сервер ответил вовремя не на всё."
        case .tooFewWords(let command): "В \(command) не хватает слов. Как надо, покажет /help."
        case .goodbye: "До свидания."
        case .exported(let path): "Всё ваше лежит в \(path) и в \(path).json."
        case .notExported(let path): "В \(path) нельзя записать."
        case .exportCut(let path):
            "Пришло не всё ваше, поэтому в \(path) ничего не записано. Пожалуйста, "
                + "запросите снова через /export."
        case .exportComing(let path): "Ваше уже идёт в \(path)."
        case .exportThere(let path):
            "\(path) уже есть и остаётся как есть. Пожалуйста, назовите другой файл."
        case .commandsUnanswered:
            "Host на это не ответил. Само оно снова не отправляется, чтобы ничего не "
                + "сделалось дважды. Пожалуйста, проверьте, сделано ли это:"
        case .unconfirmed(let count):
            "Сервер не подтвердил: \(count). Это могло не дойти, и здесь оно не хранится:"
        case .help: Phrase.russianHelp
        default: nil
        }
    }

    private var russianOthers: String? {
        switch self {
        case .came(let who, let room): "\(who) теперь в \(room)"
        case .left(let who, let room, let words): "\(who) больше не в \(room)\(Self.after(words))"
        case .quit(let who, let words): "\(who) уже не на связи\(Self.after(words))"
        case .removed(let who, let by, let room, let words):
            "\(by) выводит \(who) из \(room)\(Self.after(words))"
        case .renamed(let who, let to): "\(who) теперь зовётся \(to)"
        case .topicSet(let who, let room, ""): "\(who) убирает тему \(room)"
        case .topicSet(let who, let room, let topic): "\(who) меняет тему \(room): \(topic)"
        case .topicIs(let room, let topic): "Тема \(room): \(topic)"
        case .noTopic(let room): "У \(room) нет темы."
        case .modeSet(let who, let target, let modes): "\(who) задаёт \(modes) для \(target)"
        case .takenBack(let who, let words): "\(who) берёт сказанное назад\(Self.after(words))"
        case .turnBegins(let who): "Слово получает \(who)"
        case .turnEnds(let who): "\(who) заканчивает говорить"
        case .invited(let by, let room): "\(by) приглашает вас: /join \(room)"
        case .peopleIn(let room, let names): "В \(room): \(names)"
        case .listed(let room, let people, let topic):
            "\(room) · здесь \(people)\(topic.isEmpty ? "" : " · \(topic)")"
        case .isAway(let who, let words): "\(who): нет на месте\(Self.after(words))"
        case .emptyList(let list): "\(list): в этом списке никого и ничего нет."
        case .nobodyFound(let name): "Никого с именем \(name) здесь нет."
        case .you: "вы"
        case .toStaff: "сотрудникам"
        default: nil
        }
    }

    private static let russianHelp = """
        Пишите слова и нажимайте Enter: их слышат все в комнате.
          /list           какие есть комнаты        /join #комната  войти в комнату, говорить там
          /rooms          комнаты, где вы есть      /part           выйти из комнаты
          /names          кто в комнате             /who ИМЯ        подробнее о человеке
          /msg ИМЯ слова  слова одному человеку     /me машет       сказать, что вы делаете
          /topic слова    о чём комната             /whoreads       кто читает личный канал
          /language ru    на каком языке вам пишут  /quit           уйти
          /hand           попросить слова там, где говорят по очереди
          /export ФАЙЛ    всё ваше, в файл
          /clear          стереть этот экран и всё, что выше
          /help           этот текст
        Любая другая команда идёт на сервер: /whois ИМЯ. /raw СТРОКА отправит строку как есть.
        Слово, которое начинается с косой черты, пишут с двумя: //дом
        """
}

extension Usage {
    static let russian = Usage(
        abstract: "Разговор в комнатах сервера Sandali.",
        discussion: """
            В терминале программа спрашивает пароль и показывает, кто что говорит. В конвейере \
            она работает строками: каждая строка на входе идёт на сервер как есть (или как \
            команда, если начинается с /), каждая строка сервера выходит как есть.

            В окружении могут стоять SANDALI_SERVER, SANDALI_ACCOUNT и SANDALI_PASSWORD.

            Код завершения: 0 после выхода, 2 при неверном вызове, 3 если не удалось \
            подключиться, 4 если нет доверия к сертификату, 5 если не удалось войти, 6 если \
            соединение прервалось.
            """,
        server: "Имя или адрес сервера (localhost:6697).",
        account: "Кто входит.",
        nick: "Ник, который видят другие, если он может отличаться от учётной записи.",
        fingerprint: "Доверять только сертификату с этим SHA-256.",
        code: "Создать учётную запись по коду из приглашения; код спросят.",
        noDevice: "На чужом устройстве: не оставлять на нём ничего, что входит само.",
        plain: "Без TLS; только на этом компьютере.",
        join: "Сразу войти в эту комнату; можно указать несколько раз.",
        signIn: "Как входить: sasl, или pass, где нет SASL.",
        language: "На каком языке говорит программа: en, ru, tg, uz, uz-Cyrl.")
}
