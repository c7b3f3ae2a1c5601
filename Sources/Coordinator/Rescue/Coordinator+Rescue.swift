internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import Glibc
package import HookCore
internal import Store

extension Coordinator {
    /// Returns all rescues of one repository, or of the known repositories and the one around the caller. They come
    /// from git, oldest first.
    ///
    /// A repository that git cannot read must not hide the rescues of the others: it becomes a warning.
    /// - Throws: `.interrupted`; the error of git when one repository was asked for.
    package func rescueSurvey(in repository: String? = nil) throws(ParallelError) -> RescueSurvey {
        var survey = RescueSurvey()
        let restored = try database.read { db throws(StoreError) in try EventTable.restoredRescues(in: db) }
        let commonDirectories = if let repository { [repository] } else { try visibleRepositories() }
        for commonDirectory in commonDirectories where FileAccess.exists(commonDirectory) {
            do throws(ParallelError) {
                let found = try git(commonDirectory).rescueList()
                survey.rescues += found.readable.map {
                    RescueInfo(reference: $0, repository: commonDirectory, restoredAt: restored[$0.manifest.id])
                }
                survey.broken += found.broken.map { ($0, commonDirectory) }
            } catch  where repository == nil && error.code != .interrupted {
                survey.warnings.append("the rescues of \(commonDirectory) cannot be read: \(error.reason)")
            }
        }
        survey.warnings += survey.broken.map {
            "rescue \($0.rescue.id) of \($0.repository) cannot be read: its commit \($0.rescue.commit) is gone; "
                + "parallel-cc rescue drop \($0.rescue.id)"
        }
        survey.rescues.sort { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        return survey
    }

    /// Returns the rescues without the warnings.
    package func rescues(in repository: String? = nil) throws(ParallelError) -> [RescueInfo] {
        try rescueSurvey(in: repository).rescues
    }

    /// Finds a rescue by id. A copy of a repository has the same rescues: that in which the command runs is meant then.
    /// - Parameter repository: the common git directory; nil for all that are known.
    /// - Throws: `.unknownRescue`, whose cause names the repositories that could not be searched; `.ambiguousRescue`.
    package func rescue(_ id: String, in repository: String? = nil) throws(ParallelError) -> RescueInfo {
        let survey = try rescueSurvey(in: repository)
        let repository = try holder(of: id, in: survey)
        if let broken = survey.broken.first(where: { $0.rescue.id == id && $0.repository.isSame(as: repository) }) {
            throw ParallelError(
                .gitFailed, operation: "read rescue", subject: id,
                message: "its commit \(broken.rescue.commit) is gone", hint: "parallel-cc rescue drop \(id)")
        }
        guard let rescue = survey.rescues.first(where: { $0.id == id && $0.repository.isSame(as: repository) }) else {
            throw ParallelError(
                .unknownRescue, operation: "find rescue", subject: id, message: "no such rescue",
                hint: "parallel-cc rescue list",
                cause: survey.warnings.isEmpty ? nil : survey.warnings.joined(separator: "; "))
        }
        return rescue
    }

    /// Returns the repository that is meant where several have a rescue; nil where none has it.
    private func holder(of id: String, in survey: RescueSurvey) throws(ParallelError) -> String? {
        let places =
            (survey.rescues.filter { $0.id == id }.map(\.repository)
            + survey.broken.filter { $0.rescue.id == id }.map(\.repository)).distinctNames
        if places.count < 2 { return places.first }
        if let here = surroundingRepository, places.holds(name: here) { return here }
        throw ParallelError(
            .ambiguousRescue, operation: "find rescue", subject: id,
            message: "\(places.count) repositories have it: \(places.joined(separator: ", "))",
            hint: "say which with --repo, or run the command there")
    }

    /// Makes a worktree in the rescued state.
    /// - Parameter path: the path of the worktree; nil: its former path.
    /// - Throws: `.unknownRescue`, `.pathExists`, `.insideGitDirectory`, `.insideTrash`, `.gitFailed`.
    package func restoreRescue(
        _ id: String, in repository: String? = nil, to path: String?
    ) throws(ParallelError) -> WorktreeRecord {
        // A restore that was killed may have left something there.
        try repair()
        let rescue = try rescue(id, in: repository)
        let former = rescue.manifest.worktree
        let path = try path.map { typed throws(ParallelError) in try wantedPlace(typed, former: former) }
        return try restore(
            RestorePlan(
                repository: rescue.repository, path: path ?? rescue.manifest.worktree, branch: rescue.manifest.branch,
                head: rescue.manifest.head, rescue: rescue.reference, trash: nil))
    }

    /// Returns the real path of a place that the user names; a link at its end stays one. All that follows takes the
    /// last part for a name, so it is no `..`, and no slash is at its end.
    ///
    /// A path in a trash, which is deleted some day, is refused, and one in a git directory, where git keeps its own
    /// files and accepts no work tree. Only where a worktree lies or lay directly in a git directory, as is usual with
    /// bare repositories, another one may lie beside it.
    /// - Parameter former: where the worktree was.
    /// - Throws: `.insideTrash`, `.insideGitDirectory`, `.pathExists` for what is no place.
    func wantedPlace(_ path: String, former: String) throws(ParallelError) -> String {
        guard let real = RealPath.ofEntry(path), !Self.leadsNowhere(FilePath.folder(of: real)) else {
            throw ParallelError(
                .pathExists, operation: "restore", subject: path, message: "no directory can be made there",
                hint: "use --to with a new name in a directory that exists")
        }
        if TrashPlace.holds(real) {
            throw ParallelError(
                .insideTrash, operation: "restore", subject: path, message: "it lies in the trash of removed worktrees",
                hint: "use --to with a path outside of it")
        }
        let isBelowDotGit = FilePath.parts(of: real).contains { $0.lowercased() == ".git" }
        if isBelowDotGit || Self.isInGitDirectory(real, former: former) {
            throw ParallelError(
                .insideGitDirectory, operation: "restore", subject: path, message: "it lies inside a git directory",
                hint: "use --to with a path outside of it")
        }
        return real
    }

    /// Whether some part of a path is a link to what is not there: nobody knows yet what will be.
    private static func leadsNowhere(_ path: String) -> Bool {
        var part = path
        while part != "/" {
            if access(part, F_OK) == 0 { return false }
            if FileAccess.exists(part) { return true }
            part = FilePath.folder(of: part)
        }
        return false
    }

    /// Whether a path is in a git directory of whatever name, and not beside a worktree.
    private static func isInGitDirectory(_ path: String, former: String) -> Bool {
        let place = FilePath.folder(of: path)
        var folder = place
        while folder != "/" {
            if ["HEAD", "objects", "refs"].allSatisfy({ FileAccess.exists("\(folder)/\($0)") }) {
                let worktrees = WorktreeAdministration.all(commonDirectory: folder).map(\.path) + [former]
                return !worktrees.contains { FilePath.folder(of: realPathOfMissing($0)).isSame(as: place) }
            }
            folder = FilePath.folder(of: folder)
        }
        return false
    }

    /// Deletes a rescue. No other command deletes saved work, and this one needs the id.
    package func dropRescue(_ id: String, in repository: String? = nil) throws(ParallelError) -> RescueInfo {
        let rescue = try rescue(id, in: repository)
        let folder = PrivateFolder(commonDirectory: rescue.repository, rescue: id)
        try folder.requireOwner()
        try git(rescue.repository).dropRescue(rescue.reference)
        try folder.delete()
        try forgetRescue(id, commit: rescue.commit, in: rescue.repository, worktree: rescue.manifest.worktree)
        return rescue
    }

    /// Deletes the reference of a rescue whose commit is gone.
    /// - Returns: the commit; nil when there is no such rescue, or when its commit can be read.
    package func dropBrokenRescue(_ id: String, in repository: String? = nil) throws(ParallelError) -> String? {
        let survey = try rescueSurvey(in: repository)
        let repository = try holder(of: id, in: survey)
        let broken = survey.broken.first { $0.rescue.id == id && $0.repository.isSame(as: repository) }
        guard let (rescue, repository) = broken else { return nil }
        try git(repository).dropRescue(rescue)
        try PrivateFolder(commonDirectory: repository, rescue: id).delete()
        try forgetRescue(id, commit: rescue.commit, in: repository, worktree: nil)
        return rescue.commit
    }

    /// Whether a rescue has lost its commit.
    package func isBrokenRescue(_ id: String, in repository: String? = nil) throws(ParallelError) -> Bool {
        let survey = try rescueSurvey(in: repository)
        let repository = try holder(of: id, in: survey)
        return survey.broken.contains { $0.rescue.id == id && $0.repository.isSame(as: repository) }
    }

    private func forgetRescue(
        _ id: String, commit: String, in repository: String, worktree: String?
    ) throws(ParallelError) {
        try database.write { db throws(StoreError) in
            try TrashTable.forgetRescue(id, in: db)
            try EventTable.append(
                "rescue.dropped", at: timestamp, repository: repository, worktree: worktree,
                detail: "\(id) was \(commit)", in: db)
        }
    }

    /// Returns the difference between the rescued working tree and its HEAD, as `git diff` prints it.
    package func diff(_ rescue: RescueInfo, arguments: [String]) throws(ParallelError) -> [UInt8] {
        let git = git(rescue.repository)
        let base = if let head = rescue.manifest.head { head } else { try git.emptyTreeID() }
        return try git.run(["diff"] + arguments + [base, rescue.commit]).output
    }

    /// Returns the known repositories and the one around the command's directory. The database may have been lost, or
    /// the repository moved.
    private func visibleRepositories() throws(ParallelError) -> [String] {
        let known = try knownRepositories()
        guard let surrounding = surroundingRepository, !known.holds(name: surrounding) else { return known }
        return known + [surrounding]
    }

    /// The common git directory around the command's directory; nil when git finds none.
    var surroundingRepository: String? {
        guard let directory = context.directory else { return nil }
        return try? repositoryIdentity(at: directory)
    }

    /// The common git directories of all repositories with sessions or rescues, as the database knows them.
    package func knownRepositories() throws(ParallelError) -> [String] {
        try database.read { db throws(StoreError) in
            // A suggestion or a rebase makes rescues in repositories that never had a session.
            try SessionTable.repositories(in: db) + EventTable.rescuedRepositories(in: db)
        }.map(Self.presentPlace).distinctNames
    }

    /// Returns where a repository is now: `git init --separate-git-dir` and `git submodule absorbgitdirs` move it, and
    /// make a file of `.git` that says where.
    private static func presentPlace(of repository: String) -> String {
        guard FileAccess.isRegularFile(repository),
            let moved = GitDirectory.of(FilePath.folder(of: repository))
        else { return repository }
        return realPath(GitDirectory.common(of: moved))
    }
}

extension ParallelError {
    /// The error and its cause, without the operation.
    fileprivate var reason: String {
        guard let cause, !cause.isEmpty else { return message }
        return "\(message) (\(cause))"
    }
}
