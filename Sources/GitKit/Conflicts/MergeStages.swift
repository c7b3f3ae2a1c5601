internal import Exec
package import Files
internal import GitProgram
package import HookCore

/// A path that a merge could not decide: its versions at the merge base and on both sides.
package struct MergeStages: Hashable, Sendable {
    /// One version.
    package struct Version: Hashable, Sendable {
        /// git's mode: `100644`, `100755`, `120000` for a link, `160000` for a submodule.
        package let mode: String
        package let id: String

        package init(mode: String, id: String) {
            self.mode = mode
            self.id = id
        }

        package var isRegularFile: Bool { mode == "100644" || mode == "100755" }
        package var isLink: Bool { mode == "120000" }
    }

    package let path: PathBytes
    /// Nil where both sides added it.
    package let base: Version?
    /// Nil where we have deleted it.
    package let ours: Version?
    /// Nil where they have deleted it.
    package let theirs: Version?

    package init(path: PathBytes, base: Version?, ours: Version?, theirs: Version?) {
        self.path = path
        self.base = base
        self.ours = ours
        self.theirs = theirs
    }

    /// The versions that there are.
    package var versions: [Version] { [base, ours, theirs].compactMap { $0 } }
    /// The ids of base, ours and theirs; empty where there is none.
    package var ids: [String] { [base, ours, theirs].map { $0?.id ?? "" } }
    /// Whether it is a plain file on both sides.
    package var isContentConflict: Bool {
        ours?.isRegularFile == true && theirs?.isRegularFile == true && base?.isRegularFile != false
    }
}

extension Git {
    /// The unmerged paths of the worktree at `directory`, in the order of the index.
    package func unmergedPaths() throws(ParallelError) -> [MergeStages] {
        let answer = try run(["ls-files", "--unmerged", "-z", "--full-name", "--", ":/"])
        return MergeStages.list(ZeroSeparated.fields(answer.output))
    }
}

extension MergeStages {
    /// From lines of `git ls-files --unmerged` or `git merge-tree`: mode, id, stage, path.
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
    /// The blob that the index, or a commit, has at a path; nil when it has none.
    package func entryID(_ path: PathBytes, in commit: String? = nil) throws(ParallelError) -> String? {
        // Paths come over standard input or not at all: they need not be UTF-8.
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
