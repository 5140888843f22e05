import Rooms

/// A sentence with places for facts.
enum Template {
    /// Puts facts in place of `{0}`…`{9}`, and in place of `{0?…|…}` the form that the number asks
    /// for. What is no such place stays as it is.
    static func filled(
        _ template: [UInt8], _ facts: [[UInt8]], _ language: Language
    ) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(template.count + facts.reduce(0) { $0 + $1.count })
        var at = 0
        while let brace = template[at...].firstIndex(of: UInt8(ascii: "{")) {
            out += template[at..<brace]
            at = brace
            guard let place = Place(template, brace), facts.indices.contains(place.fact) else {
                out.append(template[brace])
                at += 1
                continue
            }
            let fact = facts[place.fact]
            out += place.forms.isEmpty ? fact[...] : place.form(for: fact, language)
            at = place.end
        }
        out += template[at...]
        return out
    }

    /// Every place of a sentence, in its order.
    static func places(_ template: [UInt8]) -> [Place] {
        var places: [Place] = []
        var at = 0
        while at < template.count {
            if let place = Place(template, at) {
                places.append(place)
                at = place.end
            } else {
                at += 1
            }
        }
        return places
    }

    /// One place: for a fact itself, or for a word beside it.
    struct Place: Equatable {
        let fact: Int
        /// Empty where the fact itself stands.
        let forms: [ArraySlice<UInt8>]
        /// Behind its closing brace.
        let end: Int

        /// The place that begins here, if one does.
        init?(_ template: [UInt8], _ start: Int) {
            guard template[start] == UInt8(ascii: "{"), start + 2 < template.count,
                (48...57).contains(template[start + 1]),
                let close = template[start...].firstIndex(of: UInt8(ascii: "}"))
            else { return nil }
            let inside = template[(start + 2)..<close]
            guard inside.isEmpty || inside.first == UInt8(ascii: "?") else { return nil }
            fact = Int(template[start + 1]) - 48
            forms =
                inside.isEmpty
                ? []
                : inside.dropFirst().split(
                    separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            end = close + 1
        }

        func form(for fact: [UInt8], _ language: Language) -> ArraySlice<UInt8> {
            // Thousands stand apart; what stands between them is no digit.
            let number = fact.reduce(UInt64(0)) { sum, byte in
                (48...57).contains(byte) ? (sum &* 10) &+ UInt64(byte - 48) : sum
            }
            let index = language.countedForm(of: number)
            return forms.indices.contains(index) ? forms[index] : forms[forms.count - 1]
        }
    }
}
