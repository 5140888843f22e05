/// What happened in an evening, line by line; kept only where it is wanted, for it takes long.
final class Story {
    private(set) var lines: [String] = []
    let isTold: Bool

    init(isTold: Bool) {
        self.isTold = isTold
    }

    func tell(_ line: @autoclosure () -> String) {
        if isTold { lines.append(line()) }
    }
}
