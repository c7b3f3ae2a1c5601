internal import Exec
package import Files
internal import GitProgram
package import HookCore

/// A path that `git status` names.
package struct StatusEntry: Equatable, Sendable {
    /// The reason why git names a path.
    package enum Kind: Equatable, Sendable {
        /// A tracked file, with the letters of porcelain v2: `.` is unchanged.
        case tracked(index: UInt8, workTree: UInt8)
        case unmerged
        case untracked
    }

    /// The reason why git names the path.
    package let kind: Kind
    /// The path from the root of the working tree.
    package let path: PathBytes
    /// Whether the path is a submodule or another gitlink.
    package let isGitlink: Bool

    /// Whether the only difference is that the file is missing.
    var isMissing: Bool {
        if case .tracked(UInt8(ascii: "."), UInt8(ascii: "D")) = kind { return true }
        // Index and HEAD differ in a working tree that was never filled: "staged for deletion".
        if case .tracked(UInt8(ascii: "D"), _) = kind { return true }
        return false
    }

    /// Whether the file in the working tree differs from the index.
    package var differsFromIndex: Bool {
        if case .tracked(_, let workTree) = kind { return workTree != UInt8(ascii: ".") }
        return true
    }
}

/// The result of `git status` for one worktree.
package struct WorkTreeStatus: Equatable, Sendable {
    /// The paths that git names, without ignored ones.
    package let entries: [StatusEntry]
    /// The paths that match the ignore patterns. git does not enter such directories; they end with a slash.
    package let ignored: [PathBytes]
    /// Whether git printed warnings, such as for a directory that it could not read.
    package let hasWarnings: Bool
    /// Untracked files that were left out because they need no saving.
    package private(set) var leftOut = 0

    /// Whether git names no path, ignored ones apart.
    package var isClean: Bool { entries.isEmpty }

    /// Returns the status without the untracked files at these paths, which need no saving.
    func without(_ paths: Set<PathBytes>) -> WorkTreeStatus {
        let rest = entries.filter { $0.kind != .untracked || !paths.contains($0.path) }
        var status = WorkTreeStatus(entries: rest, ignored: ignored, hasWarnings: hasWarnings)
        status.leftOut = entries.count - rest.count
        return status
    }
}

extension Git {
    /// Returns the state of the working tree, untracked files one by one.
    ///
    /// git runs without a file system monitor, an untracked cache and a coarse comparison of times: the result decides
    /// whether work is saved.
    package func workTreeStatus() throws(ParallelError) -> WorkTreeStatus {
        let careful = setting("core.fsmonitor", value: "false").setting("core.untrackedCache", value: "false")
            .setting("core.checkStat", value: "default").setting("core.trustctime", value: "true")
        let answer = try careful.run([
            "status", "--porcelain=v2", "-z", "--untracked-files=all", "--ignored=matching", "--no-renames",
            "--ignore-submodules=none",
        ])
        let fields = ZeroSeparated.fields(answer.output)
        return WorkTreeStatus(
            entries: fields.compactMap(StatusEntry.init(porcelain:)),
            ignored: fields.filter { $0.first == UInt8(ascii: "!") }.map { Array($0.dropFirst(2)) },
            hasWarnings: !answer.errorOutput.isEmpty)
    }
}

extension Git {
    /// Returns the paths at and below these that `git status` names, for information only. `core.fsmonitor` is not
    /// asked.
    package func workTreeStatus(of paths: [PathBytes]) throws(ParallelError) -> [StatusEntry] {
        let asked = PathArguments(paths)
        let answer = try setting("core.fsmonitor", value: "false").with(["GIT_LITERAL_PATHSPECS": "1"]).run(
            ["status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames", "--"] + asked.texts)
        return ZeroSeparated.fields(answer.output).compactMap(StatusEntry.init(porcelain:)).filter {
            asked.cover($0.path)
        }
    }
}

extension StatusEntry {
    /// Reads a record of porcelain v2: `1 XY sub mH mI mW hH hI path`, `u XY sub m1 m2 m3 mW h1 h2 h3 path`, `? path`.
    fileprivate init?(porcelain field: ArraySlice<UInt8>) {
        let space = UInt8(ascii: " ")
        switch field.first {
        case UInt8(ascii: "1"):
            let parts = field.split(separator: space, maxSplits: 8, omittingEmptySubsequences: false)
            guard parts.count == 9, parts[1].count == 2, let workTree = parts[1].last, let index = parts[1].first else {
                return nil
            }
            self.init(
                kind: .tracked(index: index, workTree: workTree), path: Array(parts[8]),
                isGitlink: parts[2].first == UInt8(ascii: "S"))
        case UInt8(ascii: "u"):
            let parts = field.split(separator: space, maxSplits: 10, omittingEmptySubsequences: false)
            guard parts.count == 11 else { return nil }
            self.init(kind: .unmerged, path: Array(parts[10]), isGitlink: parts[2].first == UInt8(ascii: "S"))
        case UInt8(ascii: "?"):
            self.init(kind: .untracked, path: Array(field.dropFirst(2)), isGitlink: false)
        default: return nil
        }
    }
}
