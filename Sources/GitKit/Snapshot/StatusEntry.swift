internal import Exec
package import Files
internal import GitProgram
package import HookCore

/// One path that `git status` names.
package struct StatusEntry: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Tracked; the letters of porcelain v2: `.` is unchanged.
        case tracked(index: UInt8, workTree: UInt8)
        case unmerged
        case untracked
    }

    package let kind: Kind
    package let path: PathBytes
    /// Whether it is a submodule or other gitlink.
    package let isGitlink: Bool

    /// Whether all that differs is that the file is not there.
    var isMissing: Bool {
        if case .tracked(UInt8(ascii: "."), UInt8(ascii: "D")) = kind { return true }
        // Index and HEAD differ in a tree that was never read: "staged for deletion".
        if case .tracked(UInt8(ascii: "D"), _) = kind { return true }
        return false
    }

    /// Whether the file in the working tree is not what the index says.
    package var differsFromIndex: Bool {
        if case .tracked(_, let workTree) = kind { return workTree != UInt8(ascii: ".") }
        return true
    }
}

/// What `git status` says of one worktree.
package struct WorkTreeStatus: Equatable, Sendable {
    package let entries: [StatusEntry]
    /// What the ignore patterns match, not looked into; directories end with a slash.
    package let ignored: [PathBytes]
    /// Whether git had something to complain about, such as a directory that it could not read.
    package let hasWarnings: Bool
    /// Untracked files that were left out because they need no saving.
    package private(set) var leftOut = 0

    package var isClean: Bool { entries.isEmpty }

    /// Leaves out untracked files that need no saving.
    func without(_ paths: Set<PathBytes>) -> WorkTreeStatus {
        if paths.isEmpty { return self }
        let rest = entries.filter { $0.kind != .untracked || !paths.contains($0.path) }
        var status = WorkTreeStatus(entries: rest, ignored: ignored, hasWarnings: hasWarnings)
        status.leftOut = entries.count - rest.count
        return status
    }
}

extension Git {
    /// The state of the working tree, untracked files one by one.
    ///
    /// Believes no file system monitor, no untracked cache and no coarse comparison of times: what it says decides
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
    /// What `git status` names of these paths and below them, for whoever only wants to know: `core.fsmonitor` is not asked.
    package func workTreeStatus(of paths: [PathBytes]) throws(ParallelError) -> [StatusEntry] {
        let answer = try setting("core.fsmonitor", value: "false").with(["GIT_LITERAL_PATHSPECS": "1"]).run(
            ["status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames", "--"] + paths.map(\.display))
        return ZeroSeparated.fields(answer.output).compactMap(StatusEntry.init(porcelain:))
    }
}

extension StatusEntry {
    /// One record of porcelain v2: `1 XY sub mH mI mW hH hI path`, `u XY sub m1 m2 m3 mW h1 h2 h3 path`, `? path`.
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
