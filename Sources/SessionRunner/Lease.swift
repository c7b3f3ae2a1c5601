import HookCore

/// The answer of `parallel-cc register --json` for this session.
struct Lease {
    let sessionID: String
    /// The directory where claude must start: the same subdirectory, in the leased worktree.
    let directory: String
    let worktreePath: String
    let branch: String?
    let isMain: Bool
    /// The number of living sessions in the repository, this one included.
    let parallelSessions: Int64
    let portBase: Int64?
    /// A line for the user.
    let notice: String?

    static let keys = [
        "success", "sessionId", "directory", "worktreePath", "branch", "isMainRepo", "parallelSessions", "portBase",
        "notice", "error", "code", "hint",
    ]

    /// Reads the answer; nil when a necessary field is missing.
    init?(_ fields: JSONFields) {
        guard fields.bool("success") != false, let session = fields.string("sessionId"), !session.isEmpty,
            let worktree = fields.string("worktreePath"), FilePath.isAbsolute(worktree)
        else { return nil }
        sessionID = session
        worktreePath = worktree
        let requested = fields.string("directory") ?? ""
        directory = FilePath.isAbsolute(requested) ? requested : worktree
        branch = fields.string("branch")
        isMain = fields.bool("isMainRepo") ?? false
        parallelSessions = fields.integer("parallelSessions") ?? 1
        portBase = fields.integer("portBase")
        notice = fields.string("notice").flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The variables that are added to claude's environment.
    var variables: [String] {
        var variables = ["PARALLEL_CC_SESSION_ID=\(sessionID)"]
        if let portBase { variables.append("PARALLEL_CC_PORT_BASE=\(portBase)") }
        // putenv(3) of glibc takes a name without a value out of the environment.
        return variables + withheld
    }

    /// The names of variables that claude does not get in a worktree: they would lead git to another one.
    var withheld: [String] {
        isMain ? [] : GitVariables.redirecting.filter { RunnerEnvironment.variable($0) != nil }
    }
}
