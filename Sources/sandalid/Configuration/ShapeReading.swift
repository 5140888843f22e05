import Foundation
import Secrets

/// Why a value does not have the shape its key asks for, as a sentence's end: "must be …".
struct Misfit: Error, Equatable {
    let wanted: String

    init(_ wanted: String) {
        self.wanted = wanted
    }
}

extension Shape {
    /// The value that was written, when it has this shape.
    ///
    /// - Parameter written: the items of a list, or one text.
    func read(_ written: [String]) throws(Misfit) -> SettingValue {
        switch self {
        case .lines(let countMax, let bytesMax):
            return .lines(try Self.lines(written, countMax, bytesMax))
        case .words(let countMax):
            return .lines(try Self.words(written, countMax))
        case .choices(let words):
            guard !written.isEmpty, written.allSatisfy(words.contains),
                Set(written).count == written.count
            else { throw Misfit("must be one or more of: \(words.joined(separator: ", "))") }
            return .lines(written)
        case .hosts(let countMax):
            return .lines(try Self.hosts(written, countMax))
        case .addresses(let loopbackOnly):
            return .addresses(try Self.addresses(written, loopbackOnly))
        default:
            guard written.count == 1 else { throw Misfit("must be one value, not a list") }
            return try readOne(written[0])
        }
    }

    private func readOne(_ text: String) throws(Misfit) -> SettingValue {
        switch self {
        case .text(let bytesMax):
            return .text(try Self.line(text, bytesMax))
        case .word(let bytesMax):
            guard !text.contains(" ") else { throw Misfit("must be without spaces") }
            return .text(try Self.line(text, bytesMax))
        case .name:
            guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isNamePart) else {
                throw Misfit("must be 1 to 64 letters, digits or hyphens")
            }
            return .text(text)
        case .host:
            // It stands before every line that we send: longer ones would leave no room for words.
            guard Self.isHost(text), text.utf8.count <= 63 else {
                throw Misfit("must be a host name with a dot, like irc.example.org, in 63 bytes")
            }
            return .text(text)
        case .passwordHash:
            guard text.isEmpty || PasswordHash(base64: text) != nil else {
                throw Misfit("must be what `sandalid config hash` prints")
            }
            return .text(text)
        case .path:
            return .text(try Self.line(text, 4096))
        case .number(let range):
            guard let number = Int(text), range.contains(number) else {
                throw Misfit("must be a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return .number(number)
        case .span:
            guard let seconds = Self.seconds(text) else {
                throw Misfit("must be a length of time, like 90m, 24h or 180d, or off")
            }
            return .number(seconds)
        case .onOff:
            return .flag(try Self.flag(text))
        case .choice(let words):
            guard words.contains(text) else {
                throw Misfit("must be one of: \(words.joined(separator: ", "))")
            }
            return .text(text)
        case .offset:
            return .number(try Self.offset(text))
        case .zone:
            guard text.isEmpty || TimeZone(identifier: text) != nil else {
                throw Misfit("must be the name of a time zone, like Asia/Dushanbe")
            }
            return .text(text)
        case .lines, .words, .choices, .hosts, .addresses:
            // A mistake of ours in the table: lists have their own way in.
            preconditionFailure("a list is read as one")
        }
    }

    /// Minutes east of UTC.
    private static func offset(_ text: String) throws(Misfit) -> Int {
        let bytes = Array(text.utf8)
        let digits = bytes.dropFirst().filter { (48...57).contains($0) }.map { Int($0) - 48 }
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            bytes[3] == UInt8(ascii: ":"), digits.count == 4
        else { throw Misfit("must be a distance from UTC like +05:00") }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        guard digits[2] < 6, minutes <= 14 * 60 else {
            throw Misfit("must be a distance from UTC of at most 14 hours, like +05:00")
        }
        return bytes[0] == UInt8(ascii: "-") ? -minutes : minutes
    }

    /// Nil unless it is a number below a million and a unit, or `off`, which is 0.
    private static func seconds(_ text: String) -> Int? {
        if text == "off" { return 0 }
        let units: [Character: Int] = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
            1..<1_000_000 ~= count
        else { return nil }
        return count * unit
    }

    private static func flag(_ text: String) throws(Misfit) -> Bool {
        switch text.lowercased() {
        case "on", "true", "yes": true
        case "off", "false", "no": false
        default: throw Misfit("must be on or off")
        }
    }

    private static func line(_ text: String, _ bytesMax: Int) throws(Misfit) -> String {
        guard text.utf8.count <= bytesMax else {
            throw Misfit("must be at most \(bytesMax) bytes long")
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw Misfit("must be one line without control characters")
        }
        return text
    }

    private static func lines(
        _ items: [String], _ countMax: Int, _ bytesMax: Int
    ) throws(Misfit) -> [String] {
        guard items.count <= countMax else { throw Misfit("must be at most \(countMax) lines") }
        var lines: [String] = []
        for item in items { lines.append(try line(item, bytesMax)) }
        return lines
    }

    /// What can stand between commas in a line of the protocol.
    private static func words(_ items: [String], _ countMax: Int) throws(Misfit) -> [String] {
        guard items.count <= countMax else { throw Misfit("must be at most \(countMax) words") }
        for item in items where !isWord(item) {
            throw Misfit("must be words of ASCII letters and signs, without spaces and commas")
        }
        return items
    }

    private static func hosts(
        _ items: [String], _ countMax: Int
    ) throws(Misfit) -> [String] {
        guard items.count <= countMax else { throw Misfit("must be at most \(countMax) names") }
        guard items.allSatisfy(isHost) else {
            throw Misfit("must be host names with a dot, like istaravshan.example.org")
        }
        return items.map { $0.lowercased() }
    }

    private static func isWord(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { 0x21...0x7e ~= $0 && $0 != UInt8(ascii: ",") }
    }

    private static func addresses(
        _ items: [String], _ loopbackOnly: Bool
    ) throws(Misfit) -> [ListenSetting] {
        var addresses: [ListenSetting] = []
        for item in items {
            guard let address = ListenSetting(item) else {
                throw Misfit("must be addresses with ports, like 0.0.0.0:6697 or [::]:6697")
            }
            guard !loopbackOnly || address.isLoopback else {
                throw Misfit("must be loopback addresses: nothing goes over a network without TLS")
            }
            addresses.append(address)
        }
        return addresses
    }

    /// Letters, digits, hyphens and at least one dot between them.
    private static func isHost(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && text.utf8.count <= 63
            && labels.allSatisfy { label in
                !label.isEmpty && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy(isNamePart)
            }
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension PasswordHash {
    /// As it stands in the configuration.
    init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        self.init(encoded: Array(data))
    }
}
