import Rooms
import Wire

extension ReadRequest {
    /// What a log holds of it, found by going through all of it.
    ///
    /// - Parameter unlisted: what has words, and is shown to nobody.
    func answer(
        from log: [Record], _ keys: SipHash, unlisted: Set<Position> = []
    ) -> ReadAnswer {
        var lines = LineTail()
        let worded = log.filter { $0.words != nil && !unlisted.contains($0.position) }
        lines.append(
            worded.flatMap { LineEntry.entries(of: $0) { keys.chance(of: $0.number) } })
        return answer(
            from: lines, records: { positions in positions.map { log[Int($0.number) - 1] } },
            audit: { audit in
                let told = log.filter { $0.time >= audit.since }.compactMap { own in
                    audit.entry(of: own) { at in log[Int(at.number) - 1] }
                }
                return Array(told.suffix(audit.limit))
            },
            owned: { account, after in
                // Pages of three, so that a transcript can see one end.
                let own = log.filter {
                    $0.owner == account && $0.words != nil && $0.position > after
                }
                let page = Array(own.prefix(3))
                return OwnedPage(
                    records: page, next: own.count > 3 ? page.last?.position : nil)
            })
    }
}
