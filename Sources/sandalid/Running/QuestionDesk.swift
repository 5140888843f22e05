import Dispatch
import Engine
import IRC

/// The questions that a centre's connections wait for: passwords that are compared, and the like.
///
/// `@unchecked Sendable`: everything that changes is touched on the centre's queue alone.
final class QuestionDesk: @unchecked Sendable {
    /// Does the work that a question asks for; called on the centre's queue.
    typealias Look = @Sendable (Asker, @escaping @Sendable (Answer) -> Void) -> Void

    private let queue: CentreQueue
    /// Whose question is being looked into, or waits for that.
    private var askers: [ConnectionID: Asker] = [:]

    /// - Parameter queue: the centre's own.
    init(on queue: CentreQueue) {
        self.queue = queue
    }

    /// Has a question looked into once its wait is over. On the centre's queue.
    ///
    /// - Parameter settle: called on the centre's queue with the answer.
    func take(
        _ question: Question, look: @escaping Look, settle: @escaping @Sendable (Input) -> Void
    ) {
        let connection = question.ask.connection
        let asker = Asker(at: question.place)
        // What was judged again asks again, and the answer to the first question fits no more.
        askers.updateValue(asker, forKey: connection)?.leave()
        let answer: @Sendable (Answer) -> Void = { [self] answer in
            queue.async { [self] in
                if askers[connection] === asker { askers[connection] = nil }
                settle(.answered(question.number, connection, answer))
            }
        }
        let milliseconds = Int(question.wait / .milliseconds(1))
        guard milliseconds > 0 else { return look(asker, answer) }
        queue.async(after: milliseconds) { look(asker, answer) }
    }

    /// Forgets whoever has gone. On the centre's queue.
    func leave(_ connection: ConnectionID) {
        askers.removeValue(forKey: connection)?.leave()
    }
}
