internal import Exec
package import Files
internal import GitProgram
package import HookCore

/// A path that a merge could not decide: its versions at the merge base and on both sides.
package struct MergeStages: Hashable, Sendable {
    /// The version of one side.
    package struct Version: Hashable, Sendable {
        /// git's mode: `100644`, `100755`, `120000` for a link, `160000` for a submodule.
        package let mode: String
        /// The object id in hexadecimal.
        package let id: String

        /// A version by git's mode and the object's id.
        package init(mode: String, id: String) {
            self.mode = mode
            self.id = id
        }

        /// Whether the version is a file, executable or not.
        package var isRegularFile: Bool { mode == "100644" || mode == "100755" }
        /// Whether the version is a symbolic link.
        package var isLink: Bool { mode == "120000" }
        package var isGitlink: Bool { mode == "160000" }
    }

    /// The path from the root of the worktree.
    package let path: PathBytes
    /// The version of the merge base; nil where both sides added the path.
    package let base: Version?
    /// Our version; nil where our side deleted the path.
    package let ours: Version?
    /// Their version; nil where their side deleted the path.
    package let theirs: Version?

    /// A path with at least one version.
    package init(path: PathBytes, base: Version?, ours: Version?, theirs: Version?) {
        self.path = path
        self.base = base
        self.ours = ours
        self.theirs = theirs
    }

    /// The versions that exist: base, ours, theirs.
    package var versions: [Version] { [base, ours, theirs].compactMap { $0 } }
    /// The ids of base, ours and theirs; an empty string for a version that does not exist.
    package var ids: [String] { [base, ours, theirs].map { $0?.id ?? "" } }
    /// Whether the path is a plain file on both sides.
    package var isContentConflict: Bool {
        ours?.isRegularFile == true && theirs?.isRegularFile == true && base?.isRegularFile != false
    }
}

extension Git {
    /// Returns the unmerged paths of the worktree at `directory`, in the order of the index.
    package func unmergedPaths() throws(ParallelError) -> [MergeStages] {
        let answer = try run(["ls-files", "--unmerged", "-z", "--full-name", "--", ":/"])
        return MergeStages.list(ZeroSeparated.fields(answer.output))
    }
}

extension MergeStages {
    /// Groups lines of `git ls-files --unmerged` or `git merge-tree` by path; each has mode, id, stage and path.
    static func list(_ fields: some Sequence<ArraySlice<UInt8>>) -> [MergeStages] {
        var paths: [PathBytes] = []
        var found: [PathBytes: [Int: MergeStages.Version]] = [:]
        for entry in fields.compactMap(IndexEntry.init(line:)) where entry.stage > 0 {
            if found[entry.path] == nil { paths.append(entry.path) }
            found[entry.path, default: [:]][entry.stage] = MergeStages.Version(mode: entry.mode, id: entry.id)
        }
        return paths.map { path in
            let versions = found[path] ?? [:]
            return MergeStages(path: path, base: versions[1], ours: versions[2], theirs: versions[3])
        }
    }
}

extension Git {
    /// Returns the id of the blob at a path of the index, or of a commit; nil when there is none.
    package func entryID(_ path: PathBytes, in commit: String? = nil) throws(ParallelError) -> String? {
        // The path goes into an argument only if it is UTF-8.
        let name = String(decoding: path, as: UTF8.self)
        guard Array(name.utf8) == path else { return try listedID(path, in: commit) }
        let answer = try result(["rev-parse", "--quiet", "--verify", "--end-of-options", "\(commit ?? ""):\(name)"])
        return answer.status.isSuccess ? answer.text.split(separator: "\n").first.map(String.init) : nil
    }

    private func listedID(_ path: PathBytes, in commit: String?) throws(ParallelError) -> String? {
        let entries = if let commit { try IndexEntry.list(tree: commit, with: self) } else { try IndexEntry.list(self) }
        return entries.first { $0.path == path && $0.stage == 0 }?.id
    }
}
