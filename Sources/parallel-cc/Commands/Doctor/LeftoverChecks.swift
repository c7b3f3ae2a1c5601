internal import Coordinator
internal import HookCore
internal import Wiring

/// What waits to be dealt with, and settings that were not understood.
struct LeftoverChecks {
    let coordinator: Coordinator
    let fix: Bool

    var findings: [Finding] {
        do throws(ParallelError) {
            return try settings + halfDone + sessions + branches + mirrors + trash + submodules + locks
        } catch {
            return [Finding("leftovers", .bad, error.fullMessage, remedy: error.hint)]
        }
    }

    private var settings: [Finding] {
        get throws(ParallelError) {
            let warnings = try coordinator.settingWarnings(at: Surroundings.current.directory)
            if warnings.isEmpty { return [Finding("settings", .good, "understood")] }
            return warnings.map { Finding("settings", .notice, $0, remedy: "parallel-cc config list") }
        }
    }

    /// Worktrees whose making or removing was cut off. Going on with it loses nothing, and any command would do it.
    private var halfDone: [Finding] {
        get throws(ParallelError) {
            let outcomes = fix ? try coordinator.repair() : []
            let mended = outcomes.map { Finding("worktrees", .mended, "\($0.path) was left half made or half removed") }
            let rest = try coordinator.worktrees().filter { $0.state == .creating || $0.state == .removing }
            return mended
                + rest.map {
                    Finding(
                        "worktrees", .notice, "\($0.path) is \($0.state.rawValue)", remedy: "parallel-cc doctor --fix")
                }
        }
    }

    private var sessions: [Finding] {
        get throws(ParallelError) {
            let report = try coordinator.status(repository: nil, withWork: false)
            let waiting = report.worktrees.filter { $0.state == .active }
            var findings = [Finding("sessions", .good, "\(report.sessions.count) live")]
            findings += report.sessions.filter { $0.liveness == .unknown }.map(\.session).map {
                Finding(
                    "sessions", .notice,
                    "that in \($0.worktreePath) is of another container or machine: whether it lives cannot be seen",
                    remedy: "if it is surely gone: \(CommandText.gone($0.id))")
            }
            if !report.lost.isEmpty || !waiting.isEmpty {
                findings.append(
                    Finding(
                        "worktrees", .notice,
                        "without a session: \(waiting.count); sessions lost: \(report.lost.count)",
                        remedy: "parallel-cc cleanup"))
            }
            findings += report.unreadable.map {
                Finding(
                    "repositories", .bad, $0, remedy: "repair or restore that repository; the others are not touched")
            }
            let kept = report.worktrees.filter { $0.state == .kept }
            if !kept.isEmpty {
                findings.append(Finding("worktrees", .good, "\(kept.count) kept: parallel-cc worktree list"))
            }
            if !report.rescues.isEmpty {
                findings.append(Finding("rescues", .good, "\(report.rescues.count): parallel-cc rescue list"))
            }
            return findings
        }
    }

    private var branches: [Finding] {
        get throws(ParallelError) {
            try coordinator.heldBranches().map {
                let list = "git --git-dir=\(CommandText.word($0.repository)) for-each-ref \(WorktreeBranch.prefix)"
                return Finding("branches", .good, "held from before claude -w began them anew: \($0.count): \(list)")
            }
        }
    }

    private var mirrors: [Finding] {
        get throws(ParallelError) {
            try coordinator.remotesThatPruneRescues().map {
                let key = CommandText.word("remote.\($0.remote).fetch")
                return Finding(
                    "rescues", .notice, "git fetch --prune from \($0.remote) deletes those of \($0.repository)",
                    remedy: "git --git-dir=\(CommandText.word($0.repository)) config --add \(key) '^refs/parallel-cc/*'"
                )
            }
        }
    }

    private var trash: [Finding] {
        get throws(ParallelError) {
            let records = try coordinator.trash()
            if records.isEmpty { return [] }
            let bytes = records.reduce(0) { $0 + coordinator.diskUsage(of: $1.trashPath) }
            return [
                Finding("trash", .good, "\(records.count) worktrees, \(ByteCount.text(bytes)): parallel-cc trash list")
            ]
        }
    }

    private var submodules: [Finding] {
        get throws(ParallelError) {
            try coordinator.leftoverSubmodules().map {
                Finding(
                    "submodules", .notice, "\($0) is kept for a removed worktree that the trash does not have any more",
                    remedy: "if nobody brings that back: rm -rf \(CommandText.word($0))")
            }
        }
    }

    private var locks: [Finding] {
        get throws(ParallelError) {
            try coordinator.oldLocks().map {
                Finding(
                    "locks", .notice, "\($0) is old", remedy: "if no git is at work there: rm \(CommandText.word($0))")
            }
        }
    }
}
