import IRC
import Rooms

extension Settings {
    /// What is no mistake, but should be known before families rely on it.
    var warnings: [String] {
        lines("language.offered").compactMap { code in
            guard let language = Language(code: code) else { return nil }
            let names = Review.unreviewedSafetyLines(in: language)
            guard !names.isEmpty else { return nil }
            return "warning: language \(code): no native speaker has reviewed these safety lines: "
                + names.joined(separator: ", ")
        }
    }
}
