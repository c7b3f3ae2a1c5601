/// The lines that the user reads before claude starts. They go to standard error, because standard output is claude's.
enum Banner {
    /// Returns where this session works and why; empty when it is alone in the main checkout.
    static func lines(for lease: Lease) -> [String] {
        var lines: [String] = []
        if !lease.isMain {
            let why = lease.parallelSessions > 1 ? "Parallel session detected - working" : "Working"
            lines.append("📂 \(why) in worktree")
            lines.append("   Path: \(lease.worktreePath)")
            if let branch = lease.branch { lines.append("   Branch: \(branch)") }
            lines.append("   Sessions: \(lease.parallelSessions) active")
        } else if lease.parallelSessions > 1 {
            lines.append("📂 Parallel sessions: \(lease.parallelSessions) active - working in the main checkout")
        }
        if !lease.withheld.isEmpty {
            lines.append(
                "   Not passed on, since git would leave the worktree: \(lease.withheld.joined(separator: ", "))")
        }
        if let notice = lease.notice { lines.append(notice) }
        return lines
    }

    /// The line for a session that starts without us.
    static func uncoordinated(_ reason: String) -> String {
        "parallel-cc: \(oneLine(reason)); this session is not coordinated"
    }

    private static func oneLine(_ text: String) -> String {
        let lines = text.utf8.split { $0 == 0x0A || $0 == 0x0D }.map { String(decoding: $0, as: UTF8.self) }
        var line = lines.joined(separator: " ")
        while line.hasSuffix(".") { line.removeLast() }
        return line
    }
}
