internal import CommandLineKit
internal import Coordinator
internal import Glibc
internal import HookCore
internal import Integration
internal import JSON
internal import Wiring

/// The session, its branch, the number of other sessions and of claims, and the conflicts that the radar saw last:
/// `alpha · parallel-x · 2 other sessions · 1 claim · 3 held by others · 1 conflict ahead (5 min ago)`.
struct StatusLineText {
    let text: String

    /// - Parameter input: the JSON of Claude Code: `session_id`, `session_name`, `workspace.current_dir`, `cwd`.
    init(_ input: JSONValue, surroundings: ProgramEnvironment) {
        let claudeID = input["session_id"]?.string
        let directory =
            input["workspace"]?["current_dir"]?.string ?? input["cwd"]?.string ?? surroundings.directory ?? "/"
        // The time is short: a locked database must not hold up the line.
        let coordinator = try? Coordinator(.live(surroundings, busyTimeout: 50), usesGit: false)
        let session = coordinator.flatMap { Self.session($0, claudeID: claudeID) }
        let name =
            session?.name ?? input["session_name"]?.string ?? (session?.id ?? claudeID).map { String($0.prefix(8)) }
        // Claude waits for this line after every turn: no git, no libgit2.
        let glance = CheckoutGlance(around: directory)
        var parts = [name, glance?.branch ?? session?.branch]
        if let coordinator, let repository = session?.repository ?? glance?.repository {
            parts += [Self.others(coordinator, session: session, in: repository)]
            parts += Self.claims(coordinator, session: session, in: repository)
            parts += [Self.conflicts(coordinator, worktree: session?.worktreePath, in: repository)]
        }
        text = parts.compactMap { $0?.displayable }.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// Looks for the process first: two sessions may share a conversation's id.
    private static func session(_ coordinator: Coordinator, claudeID: String?) -> Session? {
        if let session = try? coordinator.livingSession(around: getppid()) { return session }
        return claudeID.flatMap { try? coordinator.livingSession(claudeSessionID: $0) }
    }

    private static func others(_ coordinator: Coordinator, session: Session?, in repository: String) -> String? {
        guard let living = try? coordinator.livingSessions(in: repository) else { return nil }
        let count = living.count { $0.id != session?.id }
        return count == 0 ? nil : count == 1 ? "1 other session" : "\(count) other sessions"
    }

    /// The conflicts that the radar saw last, and how long ago. No new comparison is made.
    private static func conflicts(_ coordinator: Coordinator, worktree: String?, in repository: String) -> String? {
        guard let summary = try? Radar(coordinator).lastSummary(in: repository, of: worktree),
            let seen = Timestamp(text: summary.checkedAt)
        else { return nil }
        let count = summary.pairs.count(where: \.isConflict)
        let minutes = max(0, (Timestamp.now().milliseconds - seen.milliseconds) / 60_000)
        let age = minutes < 1 ? "just now" : minutes < 120 ? "\(minutes) min ago" : "\(minutes / 60) h ago"
        return count == 0 ? nil : count == 1 ? "1 conflict ahead (\(age))" : "\(count) conflicts ahead (\(age))"
    }

    /// The claims except INTENT: every write makes one of those, so they are no news.
    private static func claims(_ coordinator: Coordinator, session: Session?, in repository: String) -> [String?] {
        guard let claims = try? coordinator.claims(in: repository) else { return [] }
        let holding = claims.filter { $0.claim.mode != .intent }
        let own = holding.count { $0.session.id == session?.id }
        let others = holding.count - own
        return [
            own == 0 ? nil : own == 1 ? "1 claim" : "\(own) claims",
            others == 0 ? nil : "\(others) held by others",
        ]
    }
}
