import IRC
import Rooms

extension Settings {
    /// What is no mistake, but should be known before families rely on it: languages that lack the
    /// same reviews stand in one sentence.
    var warnings: [String] {
        let lacking = lines("language.offered").compactMap { code in
            Language(code: code).map {
                (code: code, names: Review.unreviewedSafetyLines(in: $0))
            }
        }.filter { !$0.names.isEmpty }
        return Dictionary(grouping: lacking, by: \.names).map { names, languages in
            "warning: no native speaker has reviewed these sentences, on which a family's safety "
                + "may hang, in \(languages.map(\.code).joined(separator: ", ")): "
                + names.joined(separator: ", ")
        }.sorted()
    }
}
