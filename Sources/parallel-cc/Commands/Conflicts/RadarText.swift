internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// `conflicts predict` as text: a matrix of all pairs, and the files of those that conflict.
struct RadarText {
    private static let mostFiles = 10
    /// The most columns of a matrix. A larger one is wider than any terminal.
    private static let mostColumns = 24

    let text: String

    /// - Parameter width: the columns that the text may take; nil for no limit.
    init(_ report: RadarReport, style: Style, width: Int?) {
        guard report.nodes.count > 1 else {
            text = "Nothing to compare: there is one worktree, and no branch to merge it into."
            return
        }
        var parts = [Self.headline(report)]
        if report.nodes.count <= Self.mostColumns { parts += ["", Self.matrix(report, in: style, width: width)] }
        for pair in report.conflicts { parts += ["", Self.title(pair, report: report, in: style)] + Self.files(pair) }
        for pair in report.errors {
            let reason = pair.error.map(\.shownMessage) ?? ""
            parts += ["", Self.title(pair, report: report, in: style), "  not known: \(reason)"]
        }
        text = parts.joined(separator: "\n")
    }

    private static func headline(_ report: RadarReport) -> String {
        let names = report.target.map { ", merged into \($0.displayable)" } ?? ""
        let unknown = report.errors.isEmpty ? "" : ", \(report.errors.count) not known"
        let pairs = report.pairs.count == 1 ? "1 pair" : "\(report.pairs.count) pairs"
        let conflicts = report.conflicts.count == 1 ? "1 conflict" : "\(report.conflicts.count) conflicts"
        return "\(pairs)\(names): \(report.conflicts.isEmpty ? "no conflict" : conflicts)\(unknown)"
    }

    private static func matrix(_ report: RadarReport, in style: Style, width: Int?) -> String {
        let last = report.nodes.count - 1
        var columns = [TableColumn("", alignment: .trailing), TableColumn("", shortened: .ends, minimumWidth: 12)]
        columns += report.nodes.indices.dropLast().map { TableColumn("\($0 + 1)", alignment: .trailing) }
        var table = Table(columns)
        for (row, node) in report.nodes.enumerated() {
            var cells = [TableCell("\(row + 1)", .dim), TableCell(label(node))]
            cells += (0..<min(row, last)).map { cell(report.pair(one: report.nodes[$0].id, other: node.id)) }
            table.append(cells)
        }
        return table.render(width: width, style: style)
    }

    private static func cell(_ pair: RadarPair?) -> TableCell {
        switch pair?.state {
        case .clean: TableCell("✓", .green)
        // git may report a conflict that concerns no file.
        case .conflict: TableCell("\(max(1, pair?.files.count ?? 1))", .red)
        case .error, nil: TableCell("!", .yellow)
        }
    }

    private static func label(_ node: RadarNode) -> String {
        let mark = node.isDirty == true ? "*" : node.isDirty == nil ? " (not known)" : ""
        return node.kind == .target ? "→ \(node.name)" : node.name + mark
    }

    private static func title(_ pair: RadarPair, report: RadarReport, in style: Style) -> String {
        let names = [pair.a, pair.b].map { (report.node($0).map(label) ?? $0).displayable }
        return style.apply(.bold, to: names.joined(separator: " × "))
    }

    private static func files(_ pair: RadarPair) -> [String] {
        let shown = pair.files.prefix(mostFiles).map { "  \($0.text.displayable)  (\($0.kind.displayable))" }
        let rest = pair.files.count - shown.count
        return shown + (rest > 0 ? ["  … \(rest) more"] : [])
    }
}
