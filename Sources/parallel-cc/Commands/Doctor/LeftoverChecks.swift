internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// Finds leftovers that wait to be dealt with, and settings that were not understood.
struct LeftoverChecks {
    let coordinator: Coordinator
    let fix: Bool

    var findings: [Finding] {
        do throws(ParallelError) {
            return try settings + halfDone + sessions + branches + mirrors + branchFetches + trash + submodules + locks
        } catch {
            return [Finding("leftovers", status: .bad, message: error.fullMessage, remedy: error.hint)]
        }
    }

    private var settings: [Finding] {
        get throws(ParallelError) {
            let warnings = try coordinator.settingWarnings(at: ProgramEnvironment.current.directory)
            if warnings.isEmpty { return [Finding("settings", status: .good, message: "understood")] }
            return warnings.map { Finding("settings", status: .notice, message: $0, remedy: "parallel-cc config list") }
        }
    }

    /// The worktrees whose making or removing was cut off. To go on with it loses nothing, and any command would do it.
    private var halfDone: [Finding] {
        get throws(ParallelError) {
            let outcomes = fix ? try coordinator.repair() : []
            let mended = outcomes.map {
                Finding("worktrees", status: .mended, message: "\($0.path) was left half made or half removed")
            }
            let rest = try coordinator.worktrees().filter { $0.state == .creating || $0.state == .removing }
            return mended
                + rest.map {
                    Finding(
                        "worktrees", status: .notice, message: "\($0.path) is \($0.state.rawValue)",
                        remedy: "parallel-cc doctor --fix")
                }
        }
    }

    private var sessions: [Finding] {
        get throws(ParallelError) {
            let report = try coordinator.status(repository: nil, withWork: false)
            let waiting = report.worktrees.filter { $0.state == .active }
            var findings = [Finding("sessions", status: .good, message: "\(report.sessions.count) live")]
            findings += report.sessions.filter { $0.liveness == .unknown }.map(\.session).map {
                Finding(
                    "sessions", status: .notice,
                    message:
                        "that in \($0.worktreePath) is of another container or machine: "
                        + "whether it lives cannot be seen",
                    remedy: "if it is surely gone: \(CommandText.gone($0.id))")
            }
            if !report.lost.isEmpty || !waiting.isEmpty {
                findings.append(
                    Finding(
                        "worktrees", status: .notice,
                        message: "without a session: \(waiting.count); sessions lost: \(report.lost.count)",
                        remedy: "parallel-cc cleanup"))
            }
            findings += report.unreadable.map {
                Finding(
                    "repositories", status: .bad, message: $0,
                    remedy: "repair or restore that repository; the others are not touched")
            }
            let kept = report.worktrees.filter { $0.state == .kept }
            if !kept.isEmpty {
                findings.append(
                    Finding("worktrees", status: .good, message: "\(kept.count) kept: parallel-cc worktree list"))
            }
            if !report.rescues.isEmpty {
                findings.append(
                    Finding("rescues", status: .good, message: "\(report.rescues.count): parallel-cc rescue list"))
            }
            return findings
        }
    }

    private var branches: [Finding] {
        get throws(ParallelError) {
            try coordinator.heldBranches().map {
                let list = "git --git-dir=\(ShellWord.quote($0.repository)) for-each-ref \(HeldBranch.prefix)"
                return Finding(
                    "branches", status: .good,
                    message: "held from before claude -w began them anew: \($0.count): \(list)")
            }
        }
    }

    private var mirrors: [Finding] {
        get throws(ParallelError) {
            try coordinator.remotesThatPruneRescues().map {
                let key = ShellWord.quote("remote.\($0.remote).fetch")
                return Finding(
                    "rescues", status: .notice,
                    message: "git fetch --prune from \($0.remote) deletes those of \($0.repository)",
                    remedy: "git --git-dir=\(ShellWord.quote($0.repository)) config --add \(key) '^refs/parallel-cc/*'"
                )
            }
        }
    }

    private var branchFetches: [Finding] {
        get throws(ParallelError) {
            try coordinator.branchFetchRules().map { repository, remote, rule, instead in
                let key = ShellWord.quote("remote.\(remote).fetch")
                let command =
                    "git --git-dir=\(ShellWord.quote(repository)) config --fixed-value --replace-all \(key) "
                    + "\(ShellWord.quote(instead)) \(ShellWord.quote(rule))"
                return Finding(
                    "branches", status: .notice,
                    message: "git fetch from \(remote) overwrites branches of \(repository), and with --prune "
                        + "deletes those that \(remote) does not have, also of sessions (\(rule))",
                    remedy: "if it need not be a mirror: \(command)")
            }
        }
    }

    private var trash: [Finding] {
        get throws(ParallelError) {
            let records = try coordinator.trash()
            if records.isEmpty { return [] }
            let bytes = records.reduce(0) { $0 + coordinator.diskUsage(of: $1.trashPath) }
            return [
                Finding(
                    "trash", status: .good,
                    message: "\(records.count) worktrees, \(ByteCount.text(bytes)): parallel-cc trash list")
            ]
        }
    }

    private var submodules: [Finding] {
        get throws(ParallelError) {
            try coordinator.leftoverSubmodules().map { leftover in
                guard let missing = leftover.missing else {
                    return Finding(
                        "submodules", status: .notice,
                        message: "\(leftover.path) is kept for a removed worktree that is not known here; "
                            + "the trash of another data directory or worktree.root may need it")
                }
                return Finding(
                    "submodules", status: .notice,
                    message: "\(leftover.path) is kept for a removed worktree whose files are not in the trash",
                    remedy: "if nobody brings \(ShellWord.quote(missing)) back: "
                        + "rm -rf \(ShellWord.quote(leftover.path))")
            }
        }
    }

    private var locks: [Finding] {
        get throws(ParallelError) {
            try coordinator.oldLocks().map {
                Finding(
                    "locks", status: .notice, message: "\($0) is old",
                    remedy: "if no git is at work there: rm \(ShellWord.quote($0))")
            }
        }
    }
}
