public import Rooms
import Wire

/// What the transport itself tells somebody before it closes their connection.
public enum Parting: CaseIterable, Sendable {
    /// Nobody said in time who they are.
    case late
    /// Nothing came for too long.
    case silent
    /// More waits for them than can be kept.
    case slow
    case noSuchCentre
    /// The server goes down and comes up again.
    case restarting

    /// `ERROR :…` with its line ending.
    public func line(in language: Language) -> [UInt8] {
        let phrase: Phrase =
            switch self {
            case .late: .lateToSignIn
            case .silent: .silentTooLong
            case .slow: .youReadTooSlowly
            case .noSuchCentre: .noSuchCentre
            case .restarting: .restarting
            }
        return Line("ERROR :\(phrase.text(language))\r\n").bytes
    }
}
