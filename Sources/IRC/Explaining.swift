import Rooms
import Wire

/// What HELP says of a command, in the reader's language.
extension Command {
    /// What it does, in one line.
    func summary(_ language: Language) -> String {
        Help.summaries(language)[name] ?? summary
    }

    /// How it is written; what stands between `<` and `>` is for people to read.
    func form(_ language: Language) -> Line { Help.shown(form, language) }

    /// The words between `<` and `>`.
    var places: [String] { Self.places(in: usage) }

    /// The words between `<` and `>` of a form.
    static func places(in form: String) -> [String] {
        // What stands before the first bracket is none of them.
        let parts = " \(form)".split(separator: "<").dropFirst()
        return parts.map { String($0.prefix { $0 != ">" }) }
    }
}

/// The tables of HELP for each language; in English the command table itself has them.
enum Help {
    static func summaries(_ language: Language) -> [CommandName: String] {
        switch language {
        case .english: [:]
        case .russian: Russian.summaries
        case .tajik: Tajik.summaries
        case .uzbek: Uzbek.summaries
        case .uzbekCyrillic: UzbekCyrillic.summaries
        }
    }

    static func places(_ language: Language) -> [String: String] {
        switch language {
        case .english: [:]
        case .russian: Russian.places
        case .tajik: Tajik.places
        case .uzbek: Uzbek.places
        case .uzbekCyrillic: UzbekCyrillic.places
        }
    }
}

extension Help {
    /// A command's form, its places named in this language.
    static func shown(_ form: Line, _ language: Language) -> Line {
        let words = places(language)
        var out = form.bytes[...]
        var shown: [UInt8] = []
        while let start = out.firstIndex(of: UInt8(ascii: "<")),
            let end = out[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            let word = String(decoding: out[(start + 1)..<end], as: UTF8.self)
            shown += out[...start]
            shown += (words[word] ?? word).utf8
            shown.append(out[end])
            out = out[(end + 1)...]
        }
        return Line(shown + out)
    }
}
