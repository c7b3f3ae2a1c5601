/// The first-parent line of a target, and for each commit the one of the line with which the target got it.
struct TargetLine {
    typealias Commit = HistoryWalk.Commit

    /// The oldest commit of the line that holds each commit; -1 where none does.
    private let arrivals: [Commit]

    init(_ walk: HistoryWalk, target: Commit) {
        var line: [Commit] = []
        var next: Commit? = target
        while let commit = next {
            line.append(commit)
            next = walk.parents[Int(commit)].first
        }
        var arrivals = [Commit](repeating: -1, count: walk.count)
        for member in line.reversed() {
            var waiting = [member]
            while let commit = waiting.popLast() {
                guard arrivals[Int(commit)] < 0 else { continue }
                arrivals[Int(commit)] = member
                waiting += walk.parents[Int(commit)]
            }
        }
        self.arrivals = arrivals
    }

    /// Returns the commit of the line that brought this commit: itself where it is on the line.
    func arrival(of commit: Commit) -> Commit? { arrivals[Int(commit)] < 0 ? nil : arrivals[Int(commit)] }
}
