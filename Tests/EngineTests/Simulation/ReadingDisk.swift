import Rooms

extension SimulatedDisk {
    /// What the log holds of a request, found by going through all of it.
    func read(_ request: ReadRequest) -> ReadAnswer {
        var lines = LineTail()
        lines.append(log.flatMap(LineEntry.entries))
        return switch request {
        case .lines(let request):
            .lines(request.marks(in: lines).map { log[Int($0.position.number) - 1] })
        case .targets(let request): .targets(request.found(in: lines))
        case .audit(let request): .audit(request.entries(of: log))
        }
    }
}
