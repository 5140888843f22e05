import Rooms
import Wire

/// A sentence with places for facts.
enum Template {
    /// Puts facts in place of `{0}`…`{9}`, and in place of `{0?…|…}` the form that the number asks
    /// for. What is no such place stays as it is.
    static func write(
        _ template: borrowing Span<UInt8>, _ facts: [[UInt8]], _ language: Language,
        to out: inout [UInt8]
    ) {
        var start = 0
        while let brace = Text.firstIndex(of: opening, in: template, from: start) {
            out.write(template.extracting(start..<brace))
            start = brace
            guard let place = Place(template, brace), facts.indices.contains(place.fact) else {
                out.append(template[brace])
                start += 1
                continue
            }
            let fact = facts[place.fact]
            if let forms = place.forms {
                let form = form(in: template, forms, for: fact, language)
                out.write(template.extracting(form))
            } else {
                out += fact
            }
            start = place.end
        }
        out.write(template.extracting(start...))
    }

    /// Every place of a sentence, in its order.
    static func places(_ template: [UInt8]) -> [Place] {
        var places: [Place] = []
        var at = 0
        while at < template.count {
            if let place = Place(template.span, at) {
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
        /// Where the forms stand, parted by `|`; nil where the fact itself stands.
        let forms: Range<Int>?
        /// Behind its closing brace.
        let end: Int

        /// The place that begins here, if one does.
        init?(_ template: borrowing Span<UInt8>, _ start: Int) {
            guard template[start] == Template.opening, start + 2 < template.count,
                (48...57).contains(template[start + 1]),
                let close = Text.firstIndex(of: UInt8(ascii: "}"), in: template, from: start)
            else { return nil }
            let inside = (start + 2)..<close
            guard inside.isEmpty || template[inside.lowerBound] == UInt8(ascii: "?") else {
                return nil
            }
            fact = Int(template[start + 1]) - 48
            forms = inside.isEmpty ? nil : (inside.lowerBound + 1)..<close
            end = close + 1
        }
    }

    private static let opening = UInt8(ascii: "{")

    /// Where the form stands that a number asks for; the last, where there are too few.
    private static func form(
        in template: borrowing Span<UInt8>, _ forms: Range<Int>, for fact: [UInt8],
        _ language: Language
    ) -> Range<Int> {
        // Thousands stand apart; what stands between them is no digit.
        let number = fact.reduce(UInt64(0)) { sum, byte in
            (48...57).contains(byte) ? (sum &* 10) &+ UInt64(byte - 48) : sum
        }
        var form = forms
        for _ in 0..<language.countedForm(of: number) {
            guard let bar = bar(in: template, form) else { break }
            form = (bar + 1)..<forms.upperBound
        }
        return form.lowerBound..<(bar(in: template, form) ?? forms.upperBound)
    }

    private static func bar(in template: borrowing Span<UInt8>, _ part: Range<Int>) -> Int? {
        Text.firstIndex(of: UInt8(ascii: "|"), in: template.extracting(part), from: 0)
            .map { part.lowerBound + $0 }
    }
}
