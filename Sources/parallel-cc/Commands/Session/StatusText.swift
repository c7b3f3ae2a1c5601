internal import CommandLineKit
internal import Wiring

/// `status` as text.
struct StatusText {
    let text: String

    init(_ document: StatusDocument, style: Style, width: Int?) {
        var parts = ["Active Sessions: \(document.totalSessions)"]
        parts.append(
            document.sessions.isEmpty ? "  No active sessions" : Self.table(document.sessions, in: style, width: width))
        let unseen = document.sessions.compactMap { session in session.command.map { (session.worktreePath, $0) } }
        if !unseen.isEmpty {
            parts.append("\nOf another container or machine; for one that is surely gone:")
            parts += unseen.map { "  \($0.displayable)\n    \($1)" }
        }
        if !document.lost.isEmpty {
            parts.append("\nLost (their processes are gone; parallel-cc cleanup deals with them):")
            parts.append(Self.table(document.lost, in: style, width: width))
        }
        if !document.worktrees.isEmpty {
            parts.append("\nWorktrees without a session:")
            parts += document.worktrees.map {
                "  \($0.path)\($0.reason.map { " (\($0))" } ?? "")".displayable + "\n    \($0.command)"
            }
        }
        let rescues = document.rescues.filter { $0.restoredAt == nil }
        if !rescues.isEmpty {
            parts.append("\nRescues:")
            parts += rescues.map {
                "  \($0.id)  \($0.createdAt)  \($0.worktree) (\($0.reason))".displayable + "\n    \($0.command)"
            }
        }
        let restored = document.rescues.count - rescues.count
        if restored > 0 { parts.append("\nRescues that were restored: \(restored) (parallel-cc rescue list)") }
        if document.trash > 0 { parts.append("\nTrash: \(document.trash) (parallel-cc trash list)") }
        parts += document.warnings.map { "⚠ \($0.displayable)" }
        text = parts.joined(separator: "\n")
    }

    private static func table(_ sessions: [StatusDocument.Session], in style: Style, width: Int?) -> String {
        let hasSizes = sessions.contains { $0.diskBytes != nil }
        let columns = [
            TableColumn(""), TableColumn("PID", alignment: .trailing), TableColumn("NAME", shortened: .start),
            TableColumn("KIND"), TableColumn("DOES"), TableColumn("BRANCH", shortened: .ends, minimumWidth: 16),
            TableColumn("FILES", alignment: .trailing),
            TableColumn("AHEAD", alignment: .trailing), TableColumn("MINUTES", alignment: .trailing),
            TableColumn("WHERE", shortened: .ends),
        ]
        var table = Table(columns + (hasSizes ? [TableColumn("DISK", alignment: .trailing)] : []))
        for session in sessions {
            table.append(
                [
                    TableCell(session.isAlive ? "●" : "○", session.isAlive ? .green : .yellow),
                    TableCell("\(session.pid)"), TableCell(session.name ?? "-"), TableCell(session.kind),
                    TableCell(activity(session)), TableCell(session.branch ?? "-"),
                    TableCell(session.uncommittedFiles.map { "\($0)" } ?? "-"),
                    TableCell(session.commitsAhead.map { "\($0)" } ?? "-"), TableCell("\(session.durationMinutes)"),
                    TableCell(session.isMainRepo ? "(main) \(session.worktreePath)" : session.worktreePath),
                ] + (hasSizes ? [TableCell(session.diskBytes.map(ByteCount.text) ?? "-")] : []))
        }
        return table.render(width: width, style: style)
    }

    private static func activity(_ session: StatusDocument.Session) -> String {
        guard session.state == "active" else { return session.state }
        let activityParts = [session.activity, session.activity == "in-tool" ? session.tool : nil].compactMap { $0 }
        let text = activityParts.isEmpty ? "unknown" : activityParts.joined(separator: " ")
        return session.isStale ? text + " (stale)" : text
    }
}
