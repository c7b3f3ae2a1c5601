/// A target's own line, parent by first parent, and since which of its commits it holds each other one.
struct TargetLine {
    typealias Commit = HistoryWalk.Commit

    /// By commit: the oldest of the line that holds it; -1 where none does.
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

    /// The commit of the line that brought this one; itself where it is of the line.
    func arrival(of commit: Commit) -> Commit? { arrivals[Int(commit)] < 0 ? nil : arrivals[Int(commit)] }
}
