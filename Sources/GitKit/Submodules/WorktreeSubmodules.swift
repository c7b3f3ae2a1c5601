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

    /// Whether a worktree's git directory holds any, checked out or not.
    package static func exist(in gitDirectory: String) -> Bool {
        !DirectoryNames.list(gitDirectory + "/modules").isEmpty
    }

    /// - Parameters:
    ///   - gitDirectory: the worktree's.
    ///   - nested: directories of the worktree that hold repositories.
    /// - Throws: `.unsavedSubmodule` where something else lies among their repositories.
    package init(
        git: Git, gitDirectory: String, commonDirectory: String, workTree: String, nested: [PathBytes]
    ) throws(ParallelError) {
        self.git = git
        self.commonDirectory = commonDirectory
        self.workTree = workTree
        var found = try SubmoduleSearch.run(gitDirectory + "/modules")
        for path in nested {
            let index = found.firstIndex { submodule in
                submodule.place == nil && Self.leads(from: workTree + "/" + path.display, to: submodule)
            }
            if let index { found[index].place = path.display }
        }
        all = found
    }

    /// Where they are checked out.
    package var places: Set<PathBytes> { Set(all.compactMap { $0.place.map { Array($0.utf8) } }) }

    /// - Parameter isWhole: false where missing files are nobody's work.
    /// - Throws: `.unsavedSubmodule` for the first that holds something that is nowhere else.
    package func requireSaved(isWhole: Bool) throws(ParallelError) {
        // The innermost first: what is done there is a change to those around it.
        let others = DependentRepositories(commonDirectory: commonDirectory)
        for submodule in all.reversed() {
            try SubmoduleCheck(
                submodule, in: workTree, twin: "\(commonDirectory)/modules/\(submodule.name)", others: others, git: git
            ).requireSaved(isWhole: isWhole)
        }
    }

    private static func leads(from place: String, to submodule: Submodule) -> Bool {
        guard let target = WorktreeAdministration.gitDirectory(of: place) else { return false }
        return realPath(target) == realPath(submodule.gitDirectory)
    }
}

extension WorktreeSubmodules {
    /// Whether a directory is where a submodule of some worktree was checked out, whatever has become of its repository.
    package static func isPlace(_ path: String) -> Bool {
        guard let target = WorktreeAdministration.gitDirectory(of: path) else { return false }
        return target.contains("/worktrees/") && target.contains("/modules/")
    }

    /// Makes the directories of a worktree that was brought back, and the repositories of its submodules, lead to each other
    /// again where they do not.
    package static func connect(
        git: Git, gitDirectory: String, workTree: String
    ) throws(ParallelError) {
        let submodules = try SubmoduleSearch.run(gitDirectory + "/modules")
        for nested in TreeFingerprint.of(workTree).nestedRepositories {
            let place = workTree + "/" + nested.display
            guard isPlace(place), let target = WorktreeAdministration.gitDirectory(of: place) else { continue }
            let named = submodules.filter { target.hasSuffix("/modules/" + $0.name) }
            guard let submodule = named.max(by: { $0.name.utf8.count < $1.name.utf8.count }) else { continue }
            if leads(from: place, to: submodule) { continue }
            let link = Array("gitdir: \(submodule.gitDirectory)\n".utf8)
            try FileWriter.replace(place + "/.git", with: link, mode: 0o644)
            let own = git.on(gitDirectory: submodule.gitDirectory, workTree: place)
            try own.run(["config", "--file", submodule.gitDirectory + "/config", "core.worktree", place])
        }
    }
}
