internal import Exec
package import Files
package import GitProgram
internal import Glibc
package import HookCore

/// The submodules of one linked worktree.
package struct WorktreeSubmodules: Sendable {
    private let git: Git
    private let commonDirectory: String
    private let workTree: String
    private let all: [Submodule]
    private let resident: @Sendable (String) -> String?

    /// Whether a worktree's git directory holds submodules, checked out or not.
    package static func exist(in gitDirectory: String) -> Bool {
        !DirectoryNames.list(gitDirectory + "/modules").isEmpty
    }

    /// Finds the submodules of a worktree.
    /// - Parameters:
    ///   - gitDirectory: the git directory of the worktree.
    ///   - nested: the directories of the worktree that hold repositories.
    ///   - resident: names a process that lives in a directory; nil for none.
    /// - Throws: `.unsavedSubmodule` where anything but repositories lies among them.
    package init(
        git: Git, gitDirectory: String, commonDirectory: String, workTree: String, nested: [PathBytes],
        resident: @escaping @Sendable (String) -> String?
    ) throws(ParallelError) {
        self.git = git
        self.resident = resident
        self.commonDirectory = commonDirectory
        self.workTree = workTree
        var found = try SubmoduleSearch.run(gitDirectory + "/modules")
        for path in nested {
            let index = found.firstIndex { submodule in
                submodule.checkout == nil && Self.leads(from: workTree + "/" + path.display, to: submodule)
            }
            if let index { found[index].checkout = path.display }
        }
        all = found
    }

    /// The paths in the worktree where submodules are checked out.
    package var places: Set<PathBytes> { Set(all.compactMap { $0.checkout.map { Array($0.utf8) } }) }

    /// Makes sure that nothing is lost with the submodules.
    /// - Parameter isWhole: false where the checkout was not completed, so that missing files are not the user's
    ///   deletions.
    /// - Throws: `.unsavedSubmodule` for the first submodule with data that exists only there.
    package func requireSaved(isWhole: Bool) throws(ParallelError) {
        // The innermost submodule comes first: a commit in it is a change to the submodule around it.
        let others = DependentRepositories(commonDirectory: commonDirectory)
        for submodule in all.reversed() {
            try SubmoduleCheck(
                submodule, in: workTree, twin: "\(commonDirectory)/modules/\(submodule.name)", others: others, git: git,
                resident: resident
            ).requireSaved(isWhole: isWhole)
        }
    }

    private static func leads(from checkout: String, to submodule: Submodule) -> Bool {
        guard let target = WorktreeAdministration.gitDirectory(of: checkout) else { return false }
        return realPath(target).isSame(as: realPath(submodule.gitDirectory))
    }
}

extension WorktreeSubmodules {
    /// Whether a directory was the checkout of a worktree's submodule, even if its repository is gone.
    package static func isPlace(_ path: String) -> Bool {
        guard let target = WorktreeAdministration.gitDirectory(of: path) else { return false }
        let parts = FilePath.parts(of: target).dropLast()
        return parts.contains("worktrees") && parts.contains("modules")
    }

    /// Returns the checkouts of submodules in a worktree that lead to no repository. Files are searched only where the
    /// index has submodules.
    package static func withoutRepository(gitDirectory: String, workTree: String) -> [PathBytes] {
        guard IndexSurvey(gitDirectory: gitDirectory)?.hasGitlinks != false else { return [] }
        return TreeFingerprint.of(workTree).nestedRepositories.filter { nested in
            let target = WorktreeAdministration.gitDirectory(of: workTree + "/" + nested.display)
            return target.map { access($0, F_OK) != 0 } ?? false
        }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Connects the checkouts of a worktree that was brought back with the repositories of its submodules again, where
    /// they do not lead to each other.
    package static func connect(
        git: Git, gitDirectory: String, workTree: String
    ) throws(ParallelError) {
        let submodules = try SubmoduleSearch.run(gitDirectory + "/modules")
        for nested in TreeFingerprint.of(workTree).nestedRepositories {
            let checkout = workTree + "/" + nested.display
            guard isPlace(checkout), let target = WorktreeAdministration.gitDirectory(of: checkout) else { continue }
            let named = submodules.filter { target.hasSuffix("/modules/" + $0.name) }
            guard let submodule = named.max(by: { $0.name.utf8.count < $1.name.utf8.count }) else { continue }
            FileReplacement.removeLeftovers(of: checkout + "/.git")
            if leads(from: checkout, to: submodule) { continue }
            let link = Array("gitdir: \(submodule.gitDirectory)\n".utf8)
            try FileWriter.replace(checkout + "/.git", with: link, mode: 0o644)
            let own = git.on(gitDirectory: submodule.gitDirectory, workTree: checkout)
            try own.run(["config", "--file", submodule.gitDirectory + "/config", "core.worktree", checkout])
        }
    }
}
