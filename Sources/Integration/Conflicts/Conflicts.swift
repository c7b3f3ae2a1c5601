package import Coordinator
package import GitKit
internal import GitProgram
package import HookCore
internal import Store
internal import Syntax

extension ParallelError.Code {
    /// An id matches no conflict.
    package static let unknownConflict: Self = "unknown-conflict"
    /// A revision names no commit.
    package static let unknownRevision: Self = "unknown-revision"
}

/// The result of an examination.
package struct ConflictSurvey: Sendable {
    /// The two sides and the conflicting files.
    package let conflictedMerge: ConflictedMerge
    /// The conflicting files and the broken uses.
    package let findings: [ConflictFinding]
    /// The record of each finding, in the same order.
    package let records: [ConflictRecord]
    /// The parts that could not be examined, with the reasons.
    package let notes: [String]
}

/// The conflicts of merges, and how each was resolved.
package struct Conflicts {
    let coordinator: Coordinator

    /// Makes the conflicts of a coordinator's database.
    package init(_ coordinator: Coordinator) { self.coordinator = coordinator }
}

extension Conflicts {
    /// Examines the unmerged paths of the worktree around a directory, and records them.
    package func detect(at directory: String) throws(ParallelError) -> ConflictSurvey {
        let conflictedMerge = try stoppedMerge(at: directory)
        return try survey(conflictedMerge, with: coordinator.git(conflictedMerge.worktree ?? directory))
    }

    /// Merges two revisions in memory and records the conflicts. The repository is not changed.
    /// - Throws: `.unknownRevision`, `.gitFailed`.
    package func detect(
        between ours: String, and theirs: String, at directory: String
    ) throws(ParallelError) -> ConflictSurvey {
        let repository = try coordinator.repository(at: directory)
        let scratch = try RadarScratch(coordinator.context, commonDirectory: repository.commonDirectory).objects
        defer { scratch.remove() }
        let git = coordinator.git(directory)
        let sides = (try side(ours, in: repository, with: git), try side(theirs, in: repository, with: git))
        guard let first = sides.0.commit, let second = sides.1.commit else { throw unknownRevision(ours) }
        let merge = try git.mergeTree(ours: first, theirs: second, scratch: scratch)
        let conflictedMerge = ConflictedMerge(
            repository: repository.commonDirectory, base: try git.mergeBase(first: first, second: second),
            ours: sides.0,
            theirs: sides.1, files: merge.conflicts)
        return try survey(conflictedMerge, with: scratch.joined(to: git))
    }

    /// Examines conflicts that a caller has found, and records them. A repeated call changes nothing.
    /// - Parameter scratch: the objects of the merge that the repository does not have.
    @discardableResult
    package func record(
        _ conflictedMerge: ConflictedMerge, scratch: ScratchObjects? = nil
    ) throws(ParallelError) -> ConflictSurvey {
        let git = coordinator.git(conflictedMerge.worktree ?? conflictedMerge.repository)
        return try survey(conflictedMerge, with: scratch?.joined(to: git) ?? git)
    }

    /// Returns the stopped operation in the worktree around a directory, and its unmerged paths.
    func stoppedMerge(at directory: String) throws(ParallelError) -> ConflictedMerge {
        let repository = try coordinator.repository(at: directory)
        let git = coordinator.git(repository.workTree)
        let merge = try git.mergeInProgress(gitDirectory: repository.gitDirectory)
        let head = try git.head()
        let session = try coordinator.livingSessions(in: repository.commonDirectory).last {
            $0.worktreePath.isSame(as: repository.workTree)
        }
        return ConflictedMerge(
            repository: repository.commonDirectory, worktree: repository.workTree,
            operation: merge?.operation.rawValue, base: merge?.base,
            ours: ConflictedMerge.Side(label: head.branch ?? "HEAD", commit: head.commit, sessionID: session?.id),
            theirs: try merge.map { merge throws(ParallelError) in
                try otherSide(merge.theirs, in: repository.commonDirectory, with: git)
            } ?? ConflictedMerge.Side(label: "", commit: nil), files: try git.unmergedPaths())
    }

    private func survey(_ conflictedMerge: ConflictedMerge, with git: Git) throws(ParallelError) -> ConflictSurvey {
        let assessor = ConflictAssessor(grammars: coordinator.grammars)
        let ids = Set(conflictedMerge.files.filter(\.isContentConflict).flatMap { $0.versions.map(\.id) })
        let blobs = try git.blobs(ids, maxBytes: ConflictAssessor.maxBytes)
        var findings: [ConflictFinding] = []
        for file in conflictedMerge.files { findings.append(try assessor.assess(file, blobs: blobs)) }
        var notes: [String] = []
        if let base = conflictedMerge.base, let ours = conflictedMerge.ours.commit,
            let theirs = conflictedMerge.theirs.commit
        {
            let finder = BrokenUseFinder(git: git, grammars: coordinator.grammars)
            let broken = try finder.find(
                base: base, ours: ours, theirs: theirs, conflicting: Set(conflictedMerge.files.map(\.path)))
            findings = findings.map { $0.joined(by: broken.findings) } + broken.findings
            notes = broken.notes
        }
        let records = try record(findings, conflictedMerge: conflictedMerge)
        return ConflictSurvey(conflictedMerge: conflictedMerge, findings: findings, records: records, notes: notes)
    }

    private func record(
        _ findings: [ConflictFinding], conflictedMerge: ConflictedMerge
    ) throws(ParallelError) -> [ConflictRecord] {
        let former = try openTries(of: conflictedMerge)
        if findings.isEmpty && former.isEmpty { return [] }
        return try coordinator.database.write { db throws(StoreError) in
            var records: [ConflictRecord] = []
            for finding in findings {
                let record = ConflictRecord(
                    finding, conflictedMerge: conflictedMerge, id: coordinator.context.makeID(),
                    detectedAt: coordinator.timestamp)
                let (entered, isNew) = try ConflictTable.enter(record, in: db)
                records.append(entered)
                if isNew { try announce(entered, in: db) }
            }
            for gone in former where !records.contains(where: { $0.id == gone.id }) {
                let isReplaced = records.contains { $0.path == gone.path }
                let end = ResolutionWatch.End(
                    strategy: isReplaced ? .abandoned : .manual, blob: nil,
                    why: isReplaced ? "another conflict took its place" : "the branches go together now")
                try conclude(gone, end: end, in: db)
            }
            return records
        }
    }

    /// Returns the open records of an earlier attempt to merge the same two sides.
    private func openTries(of conflictedMerge: ConflictedMerge) throws(ParallelError) -> [ConflictRecord] {
        if conflictedMerge.worktree != nil { return [] }
        return try coordinator.database.read { db throws(StoreError) in
            try ConflictTable.openTries(of: conflictedMerge.repository, in: db).filter {
                $0.source.label.isSame(as: conflictedMerge.ours.label)
                    && $0.target.label.isSame(as: conflictedMerge.theirs.label)
            }
        }
    }

    private func side(
        _ revision: String, in repository: Repository, with git: Git
    ) throws(ParallelError) -> ConflictedMerge.Side {
        guard let commit = try git.commitIfAny(revision) else { throw unknownRevision(revision) }
        let label = FilePath.relative(revision, to: "refs/heads") ?? revision
        let session = try coordinator.livingSessions(in: repository.commonDirectory).last {
            $0.branch.isSame(as: label)
        }
        return ConflictedMerge.Side(label: label, commit: commit, sessionID: session?.id)
    }

    /// Describes a side that is known by its commit only, with a branch at that commit and the session that works on
    /// it.
    private func otherSide(_ commit: String, in repository: String, with git: Git) throws(ParallelError)
        -> ConflictedMerge.Side
    {
        let names = try git.line(["for-each-ref", "--points-at", commit, "--format=%(refname:lstrip=2)", "refs/heads"])
        let branches = names.split(separator: "\n").map(String.init)
        let session = try coordinator.livingSessions(in: repository).last { $0.branch.map(branches.contains) ?? false }
        let label = session?.branch ?? branches.first ?? String(commit.prefix(10))
        return ConflictedMerge.Side(label: label, commit: commit, sessionID: session?.id)
    }

    private func unknownRevision(_ revision: String) -> ParallelError {
        ParallelError(
            .unknownRevision, operation: "look for conflicts", subject: revision, message: "no such branch or commit")
    }

    /// Returns the records that a filter selects, newest first, with their number and statistics. Before that, it
    /// records resolved conflicts and examines those of the radar.
    package func list(
        _ filter: ConflictFilter
    ) throws(ParallelError) -> (records: [ConflictRecord], total: Int, statistics: ConflictStatistics) {
        try noticeResolutions(in: filter.repository)
        try readConflicts(in: filter.repository)
        return try coordinator.database.read { db throws(StoreError) in
            let found = try ConflictTable.list(filter, in: db)
            return (found.records, found.total, try ConflictTable.statistics(filter, in: db))
        }
    }

    /// Finds one record by id.
    /// - Throws: `.unknownConflict`.
    package func find(_ id: String) throws(ParallelError) -> ConflictRecord {
        if let open = try stored(id) {
            try noticeResolutions(in: open.repository)
            try readConflicts(in: open.repository)
        }
        guard let record = try stored(id) else {
            throw ParallelError(
                .unknownConflict, operation: "find conflict", subject: id, message: "no such conflict",
                hint: "parallel-cc conflicts")
        }
        return record
    }

    private func stored(_ id: String) throws(ParallelError) -> ConflictRecord? {
        try coordinator.database.read { db throws(StoreError) in try ConflictTable.find(id: id, in: db) }
    }
}
