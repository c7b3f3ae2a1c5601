internal import TaskProtocol

/// What a runner has reported, as lines for people.
package enum ReportText {
    /// Returns the lines of a log, each with the time of its event. What is no report stands as it is.
    package static func lines(_ log: [UInt8]) -> [String] {
        log.split(separator: 0x0A).compactMap(line)
    }

    /// Returns one line of a log as a line for people; nil for what tells nothing.
    package static func line(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let report = TaskReport(line: bytes) else { return String(decoding: bytes, as: UTF8.self) }
        return text(of: report.event).map { "\(report.at)  \($0)" }
    }

    private static func text(of event: TaskReport.Event) -> String? {
        switch event {
        case .began(let runner, _): "parallel-cc-runner \(runner) has begun"
        case .preparing(let step): step
        case .claude(let session, let version, let model):
            "Claude \(version ?? "") has begun session \(session) with \(model ?? "its default model")"
        case .tool(let name): name.map { "tool \($0)" }
        case .usage(let turns, let cost, let input, let output, _):
            "turn \(turns), \(input) tokens read and \(output) written" + (cost.map { ", $\($0)" } ?? "")
        case .waiting(let reason): "waits: \(reason)"
        case .snapshot(let commit, _, _, let files): "snapshot \(commit.prefix(12)) of \(files) files"
        case .snapshotFailed(let message): "no snapshot: \(message)"
        case .warning(let message): "warning: \(message)"
        case .ended(let end): end.state.rawValue + (end.reason.map { ": \($0)" } ?? "")
        }
    }
}
