/// Says when half of a task's time is over, and when five sixths are.
struct TimeWarnings {
    /// The time of the task.
    let seconds: Int
    private var percents = [50, 83]

    init(seconds: Int) { self.seconds = seconds }

    /// Returns the warning that is due, once; nil where none is. Of several only the last counts.
    mutating func due(millisecondsLeft: Int64) -> String? {
        let used = Int64(seconds) * 1_000 - millisecondsLeft
        guard let last = percents.last(where: { used * 100 >= Int64($0) * Int64(seconds) * 1_000 }) else { return nil }
        percents.removeAll { $0 <= last }
        return "\(last) % of the task's time of \(Self.text(seconds)) is over"
    }

    private static func text(_ seconds: Int) -> String {
        seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
    }
}
