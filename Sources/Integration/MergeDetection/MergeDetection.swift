package import Coordinator
internal import GitKit
package import HookCore
internal import Store

extension ParallelError.Code {
    /// A name matches no branch.
    package static let unknownBranch: Self = "unknown-branch"
}

/// Finds out whether and how branches were merged, and tells the sessions that asked.
package struct MergeDetection {
    let coordinator: Coordinator

    /// Makes the merge detection of a coordinator's database.
    package init(_ coordinator: Coordinator) { self.coordinator = coordinator }
}

extension MergeDetection {
    /// Returns which of a repository's branches are merged, how, and into what, by git's present state.
    ///
    /// It fetches nothing but missing objects of a partial clone. What a remote has is known from the last fetch.
    /// - Parameters:
    ///   - repository: the common git directory.
    ///   - branches: the short names; nil: all local branches but the target.
    ///   - target: the target's name; nil: the repository's default one.
    /// - Returns: the target's name, and the states, in the order of the branches.
    /// - Throws: `.unknownTarget`, `.unknownBranch`, `.gitFailed`, `.objectMissing`, the `database…` codes.
    package func states(
        of branches: [String]? = nil, target: String? = nil, in repository: String
    ) throws(ParallelError) -> (target: String, states: [BranchState]) {
        let references = try MergeReferences(coordinator.git(repository))
        let target = if let target { target } else { try references.defaultTarget(coordinator.git(repository)) }
        let targets = try references.targets(named: target)
        let wanted = branches ?? references.branches.filter { name in !targets.contains { $0.name.isSame(as: name) } }
        let starts = try branchStarts(in: repository)
        var questions: [MergeQuestion] = []
        for branch in wanted {
            guard let tip = references.tip(of: branch) else { throw unknownBranch(branch) }
            questions.append(MergeQuestion(branch: branch, tip: tip, start: starts[Name(branch)]))
        }
        return (target, try detect(questions, targets: targets, in: repository))
    }

    private func unknownBranch(_ branch: String) -> ParallelError {
        ParallelError(
            .unknownBranch, operation: "find branch", subject: branch, message: "there is no such branch",
            hint: "git branch --all lists them")
    }

    private func detect(
        _ questions: [MergeQuestion], targets: [MergeTarget], in repository: String, fetches: Bool = true
    ) throws(ParallelError) -> [BranchState] {
        let detector = MergeDetector(
            git: coordinator.mergingGit(repository), commonDirectory: repository, targets: targets,
            cache: DatabasePatchCache(coordinator.database), fetches: fetches)
        let findings = try detector.detect(questions)
        return zip(questions, findings).map { BranchState(branch: $0.branch, tip: $0.tip, finding: $1) }
    }

    /// Returns the first commits of the branches that parallel-cc made.
    private func branchStarts(in repository: String) throws(ParallelError) -> [Name: String] {
        let rows = try coordinator.database.read { db throws(StoreError) in try WorktreeTable.all(in: db) }
        var starts: [Name: String] = [:]
        for row in rows where row.repository.isSame(as: repository) {
            if let branch = row.branch, let base = row.base { starts[Name(branch)] = base }
        }
        return starts
    }

    /// Subscribes a living session to the merge of a branch of its repository. A second call changes nothing while the
    /// first subscription is active.
    /// - Parameter target: the target's name; nil: the repository's default one.
    /// - Returns: no subscription when the branch is merged already.
    /// - Throws: `.unknownSession`, and the codes of `states`.
    package func subscribe(
        _ sessionID: String, to branch: String, target: String? = nil
    ) throws(ParallelError) -> MergeRequestResult {
        guard let session = try coordinator.session(.id(sessionID)), session.state.isLive,
            coordinator.liveness(session) != .dead
        else {
            throw ParallelError(
                .unknownSession, operation: "subscribe", subject: sessionID, message: "no such living session",
                hint: "parallel-cc status")
        }
        let found = try states(of: [branch], target: target, in: session.repository)
        guard let state = found.states.first else { throw unknownBranch(branch) }
        let finding = try state.finding.get()
        if finding.target.name.isSame(as: branch) {
            throw ParallelError(
                .unknownBranch, operation: "subscribe", subject: branch, message: "a branch is not merged into itself",
                hint: "say with --target what it is merged into")
        }
        if finding.evidence.isMerged {
            _ = try coordinator.database.write { db throws(StoreError) in
                try note(finding, branch: branch, tip: state.tip, target: found.target, of: session.repository, in: db)
            }
            return MergeRequestResult(subscription: nil, state: state, target: found.target)
        }
        let wanted = MergeSubscription(
            id: coordinator.context.makeID(), sessionID: sessionID, repository: session.repository, branch: branch,
            target: found.target, tip: state.tip, hadOwnCommits: finding.evidence == .notMerged,
            createdAt: coordinator.timestamp)
        let stored = try coordinator.database.write { db throws(StoreError) in
            if let active = try MergeSubscriptionTable.active(
                sessionID, repository: session.repository, branch: branch, target: found.target, in: db)
            {
                return active
            }
            try MergeSubscriptionTable.insert(wanted, in: db)
            try EventTable.append(
                "merge.awaited", at: coordinator.timestamp, repository: session.repository, session: sessionID,
                detail: "\(branch) into \(found.target)", in: db)
            return wanted
        }
        return MergeRequestResult(subscription: stored, state: state, target: found.target)
    }

    /// Records a merge, unless it is recorded already.
    func note(
        _ finding: MergeFinding, branch: String, tip: String, target: String, of repository: String,
        in db: Connection
    ) throws(StoreError) -> (merge: MergeEvent, isNew: Bool) {
        let seen = MergeEvent(
            id: coordinator.context.makeID(), repository: repository, branch: branch, tip: tip, target: target,
            finding: finding,
            at: coordinator.timestamp)
        let noted = try MergeTable.insert(seen, in: db)
        if noted.isNew {
            try EventTable.append(
                "merge.detected", at: coordinator.timestamp, repository: repository, cause: seen.evidence,
                detail: "\(branch) \(tip.prefix(10)) into \(finding.target.name)", in: db)
        }
        return noted
    }

    /// Judges the branches of subscriptions, like `states`. A branch may be deleted.
    func states(
        of subscriptions: [MergeSubscription], target: String, references: MergeReferences, in repository: String,
        fetches: Bool
    ) throws(ParallelError) -> [BranchState] {
        let starts = try branchStarts(in: repository)
        let questions = subscriptions.map { subscription in
            let tip = references.tip(of: subscription.branch) ?? subscription.tip
            // The recorded facts hold for the recorded tip. A branch of the same name may be another one by now.
            let isSame = tip == subscription.tip
            return MergeQuestion(
                branch: subscription.branch, tip: tip,
                start: starts[Name(subscription.branch)] ?? (subscription.hadOwnCommits ? nil : subscription.tip),
                hadOwnCommits: isSame && subscription.hadOwnCommits)
        }
        return try detect(questions, targets: try references.targets(named: target), in: repository, fetches: fetches)
    }

    /// Returns the recorded merges, newest first.
    /// - Parameters:
    ///   - repository: the common git directory; nil: all repositories.
    ///   - branch: a part of the branch's name; nil: all branches.
    package func events(
        in repository: String?, branch: String? = nil, limit: Int = 20
    ) throws(ParallelError) -> [MergeEvent] {
        try coordinator.database.read { db throws(StoreError) in
            try MergeTable.list(of: repository, branch: branch, limit: limit, in: db)
        }
    }

    /// Returns the subscriptions in any state, newest first.
    package func subscriptions(
        in repository: String?, branch: String? = nil, limit: Int = 20
    ) throws(ParallelError) -> [MergeSubscription] {
        try coordinator.database.read { db throws(StoreError) in
            try MergeSubscriptionTable.list(of: repository, branch: branch, limit: limit, in: db)
        }
    }
}
