internal import ClaudeCode
internal import CommandLineKit
internal import Coordinator
internal import Glibc

/// Session, branch, and how many others there are: `alpha · parallel-x · 2 other sessions`.
struct StatusLineText {
    let text: String

    /// - Parameter input: what Claude Code hands over: `session_id`, `session_name`, `workspace.current_dir`, `cwd`.
    init(_ input: JSONValue, surroundings: Surroundings) {
        let claudeID = input["session_id"]?.string
        let directory =
            input["workspace"]?["current_dir"]?.string ?? input["cwd"]?.string ?? surroundings.directory ?? "/"
        // Short: a locked database must not hold up the line.
        let coordinator = try? Coordinator(.live(surroundings, busyTimeout: 50))
        let session = coordinator.flatMap { Self.session($0, claudeID) }
        let name =
            session?.name ?? input["session_name"]?.string ?? (session?.id ?? claudeID).map { String($0.prefix(8)) }
        // Claude waits for this line after every turn: no git, no libgit2.
        let glance = CheckoutGlance(around: directory)
        let others = coordinator.flatMap { Self.others($0, session, glance?.repository) }
        let parts = [name, glance?.branch ?? session?.branch, others]
        text = parts.compactMap { $0?.displayable }.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// By process first: a conversation's id may be shared by two.
    private static func session(_ coordinator: Coordinator, _ claudeID: String?) -> Session? {
        if let session = try? coordinator.livingSession(around: getppid()) { return session }
        return claudeID.flatMap { try? coordinator.livingSession(claudeSessionID: $0) }
    }

    private static func others(_ coordinator: Coordinator, _ session: Session?, _ repository: String?) -> String? {
        guard let repository = session?.repository ?? repository,
            let living = try? coordinator.livingSessions(in: repository)
        else { return nil }
        let count = living.count { $0.id != session?.id }
        return count == 0 ? nil : count == 1 ? "1 other session" : "\(count) other sessions"
    }
}
