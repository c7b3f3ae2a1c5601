internal import HookCore
internal import TaskProtocol

/// The course of a batch as a picture: a row for each task, from left to right its states.
struct TimelinePicture {
    private static let width = 800
    private static let rowHeight = 22
    /// The columns of the names and of the states at the end.
    private static let (names, states) = (70, 170)

    private let tasks: [TaskOutcome]
    private let begin: Int64
    private let end: Int64

    init(_ tasks: [TaskOutcome]) {
        self.tasks = tasks
        let phases = tasks.flatMap(\.course.phases)
        begin = phases.map(\.begin).min() ?? 0
        end = phases.map(\.end).max() ?? 0
    }

    /// The picture as SVG, in pieces.
    func write(_ write: (String) throws(ParallelError) -> Void) throws(ParallelError) {
        let height = Self.rowHeight * tasks.count + 52
        try write("<svg viewBox=\"0 0 \(Self.width) \(height)\" role=\"img\" aria-label=\"Timeline of the tasks\">\n")
        try write(axis(height: height - 26))
        for (index, outcome) in tasks.enumerated() { try write(row(outcome, top: Self.rowHeight * index + 24)) }
        try write(legend(top: height - 16) + "</svg>\n")
    }

    private var span: Int64 { max(1, end - begin) }

    /// The place of a time, in tenths of the picture's unit.
    private func x(_ time: Int64) -> String {
        let room = Double(Self.width - Self.names - Self.states)
        let tenths = Int((Double(time - begin) / Double(span) * room + Double(Self.names)) * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }

    private func axis(height: Int) -> String {
        (0...4).map { quarter in
            let time = span * Int64(quarter) / 4
            let place = x(begin + time)
            return "<line class=\"axis\" x1=\"\(place)\" x2=\"\(place)\" y1=\"18\" y2=\"\(height)\"/>"
                + "<text x=\"\(place)\" y=\"12\" text-anchor=\"middle\">\(TimeSpan.text(milliseconds: time))</text>\n"
        }.joined()
    }

    private func row(_ outcome: TaskOutcome, top: Int) -> String {
        let middle = top + 13
        let bars = outcome.course.phases.filter { !$0.state.isEnd && $0.end > $0.begin }.map { phase in
            let width = Double(phase.end - phase.begin) / Double(span) * Double(Self.width - Self.names - Self.states)
            let length = TimeSpan.text(milliseconds: phase.end - phase.begin)
            return "<rect class=\"\(phase.state.rawValue)\" x=\"\(x(phase.begin))\" y=\"\(top)\" "
                + "width=\"\(max(1, Int(width)))\" height=\"16\">"
                + "<title>\(phase.state.rawValue), \(length)</title></rect>"
        }
        let state = outcome.task.state.rawValue
        let last = outcome.course.phases.last.map { x($0.end) } ?? "\(Self.names)"
        let mark = "<rect class=\"\(state)\" x=\"\(last)\" y=\"\(top - 2)\" width=\"4\" height=\"20\"/>"
        let length = TimeSpan.text(milliseconds: outcome.course.duration)
        return "<a href=\"#\(outcome.name)\"><text x=\"0\" y=\"\(middle)\">\(outcome.name)</text></a>"
            + bars.joined() + mark
            + "<text x=\"\(Self.width - Self.states + 12)\" y=\"\(middle)\">\(state), \(length)</text>\n"
    }

    private func legend(top: Int) -> String {
        let shown: [TaskState] = [.queued, .preparing, .running, .waiting, .paused]
        return shown.enumerated().map { index, state in
            let left = Self.names + index * 100
            return "<rect class=\"\(state.rawValue)\" x=\"\(left)\" y=\"\(top)\" width=\"12\" height=\"12\"/>"
                + "<text x=\"\(left + 17)\" y=\"\(top + 10)\">\(state.rawValue)</text>\n"
        }.joined()
    }
}
