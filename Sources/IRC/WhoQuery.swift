/// What WHO is asked for besides its mask: `o`, and the fields of WHOX.
///
/// - Source: IRCv3 WHOX, "Extended WHO command".
struct WhoQuery {
    /// Operators of the server alone.
    private(set) var operatorsOnly = false
    /// The letters after `%`, or nil where 352 is to answer.
    private(set) var fields: [UInt8]?
    /// Digits that the client knows its answer by; `0` where it gave none.
    private(set) var token = [UInt8(ascii: "0")]

    /// - Parameter text: WHO's second parameter: `o`, `%fields`, `%fields,token`, or a mixture.
    init(_ text: ArraySlice<UInt8>) {
        let parts = text.split(
            separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false)
        operatorsOnly = parts.first?.contains(UInt8(ascii: "o")) ?? false
        guard parts.count > 1 else { return }
        let halves = parts[1].split(
            separator: UInt8(ascii: ","), maxSplits: 1, omittingEmptySubsequences: false)
        fields = Array(halves[0])
        guard halves.count > 1, 1...Limit.whoTokenBytes ~= halves[1].count,
            halves[1].allSatisfy({ 0x30...0x39 ~= $0 })
        else { return }
        token = Array(halves[1])
    }

    /// Whether a field is asked for.
    func wants(_ letter: Character) -> Bool {
        guard let fields, let byte = letter.asciiValue else { return false }
        return fields.contains(byte)
    }
}
