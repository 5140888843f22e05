import Wire

/// The numerics that we send, by the names that the Modern IRC documents give them.
enum Numeric: Int, CaseIterable {
    case welcome = 1
    case yourHost = 2
    case created = 3
    case myInfo = 4
    case iSupport = 5
    case endOfStats = 219
    case userModeIs = 221
    case statsUptime = 242
    case lUserClient = 251
    case lUserOp = 252
    case lUserUnknown = 253
    case lUserChannels = 254
    case lUserMe = 255
    case adminMe = 256
    case adminLocation1 = 257
    case adminLocation2 = 258
    case adminEmail = 259
    case tryAgain = 263
    case localUsers = 265
    case globalUsers = 266
    case whoIsCertificate = 276
    case away = 301
    case userHost = 302
    case isOn = 303
    case unAway = 305
    case nowAway = 306
    case whoIsUser = 311
    case whoIsServer = 312
    case whoIsOperator = 313
    case whoWasUser = 314
    case endOfWho = 315
    case whoIsIdle = 317
    case endOfWhoIs = 318
    case whoIsChannels = 319
    case listStart = 321
    case list = 322
    case listEnd = 323
    case channelModeIs = 324
    case creationTime = 329
    case whoIsAccount = 330
    case noTopic = 331
    case topic = 332
    case topicWhoTime = 333
    case whoIsBot = 335
    case inviteList = 336
    case endOfInviteList = 337
    case whoIsActually = 338
    case inviting = 341
    case inviteMaskList = 346
    case endOfInviteMaskList = 347
    case exceptList = 348
    case endOfExceptList = 349
    case version = 351
    case whoReply = 352
    case nameReply = 353
    case whoSpecialReply = 354
    case links = 364
    case endOfLinks = 365
    case endOfNames = 366
    case banList = 367
    case endOfBanList = 368
    case endOfWhoWas = 369
    case info = 371
    case motd = 372
    case endOfInfo = 374
    case motdStart = 375
    case endOfMOTD = 376
    case whoIsModes = 379
    case youAreOperator = 381
    case rehashing = 382
    case time = 391
    case whoIsSecure = 671
    case helpStart = 704
    case helpText = 705
    case endOfHelp = 706
    case knock = 710
    case knockDelivered = 711
    case tooManyKnocks = 712
    case channelIsOpen = 713
    case knockOnChannel = 714
    case monitorOnline = 730
    case monitorOffline = 731
    case monitorList = 732
    case endOfMonitorList = 733
    case monitorListFull = 734
    case yourLanguagesAre = 687
    case tooManyLanguages = 981
    case noLanguage = 982
    case whoIsKeyValue = 760
    case keyValue = 761
    case keyNotSet = 766
    case metadataSubOK = 770
    case metadataUnsubOK = 771
    case metadataSubs = 772
    case metadataSyncLater = 774
    case loggedIn = 900
    case saslSuccess = 903
    case saslFail = 904
    case saslTooLong = 905
    case saslAborted = 906
    case saslAlready = 907
    case saslMechanisms = 908

    case noSuchNick = 401
    case noSuchServer = 402
    case noSuchChannel = 403
    case cannotSendToChannel = 404
    case tooManyChannels = 405
    case wasNoSuchNick = 406
    case tooManyTargets = 407
    case noRecipient = 411
    case noTextToSend = 412
    case inputTooLong = 417
    case unknownCommand = 421
    case noMOTD = 422
    case noNicknameGiven = 431
    case erroneousNickname = 432
    case nicknameInUse = 433
    case userNotInChannel = 441
    case notOnChannel = 442
    case userOnChannel = 443
    case summonDisabled = 445
    case usersDisabled = 446
    case notRegistered = 451
    case needMoreParameters = 461
    case alreadyRegistered = 462
    case passwordMismatch = 464
    case noOrigin = 409
    case linkChannel = 470
    case channelIsFull = 471
    case unknownMode = 472
    case inviteOnlyChannel = 473
    case bannedFromChannel = 474
    case badChannelKey = 475
    case badChannelMask = 476
    case banListFull = 478
    case noPrivileges = 481
    case channelOpNeeded = 482
    case noOperatorHost = 491
    case unknownUserMode = 501
    case usersDontMatch = 502
    case helpNotFound = 524
    case invalidModeParameter = 696

    /// Three digits.
    var text: String {
        var digits: [UInt8] = []
        write(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    /// Appends them.
    func write(to line: inout [UInt8]) { line.write(decimal: rawValue, width: 3) }
}
