import IRC
import Rooms

/// Letting everybody go at once.
extension CentreEngine {
    mutating func dismiss(_ why: Dismissal, _ input: Input) {
        let strangers = greeted.mapValues(\.greeting.language)
        for connection in strangers.keys.sorted() {
            remember(connection)
            greeted[connection] = nil
            asked[connection] = nil
            held[connection] = nil
        }
        house.dismiss(why, strangers, &turn)
        conclude(input, [], depends: false)
    }
}
