internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// HEAD of a worktree, and the paths that `git status` names there, with the modes and ids that it knows.
struct WorkStatus: Sendable {
    enum Kind: Equatable, Sendable {
        case gone
        /// The file has the index's content.
        case indexed(mode: UInt32, id: String)
        /// The file differs from the index and has to be read. A nil mode is that of an untracked file.
        case file(mode: UInt32?)
        /// The submodule has another commit checked out than the index has.
        case submodule
    }

    private(set) var commit: String?
    private(set) var branch: String?
    private(set) var entries: [(path: PathBytes, kind: Kind)] = []
    /// The contents in HEAD of paths that differ between HEAD and index or working tree.
    private(set) var committed: [PathBytes: WorkChange.Content] = [:]
    /// The fields of git's records before the name, by tracked path. They include the index's mode and id.
    private(set) var records: [PathBytes: ArraySlice<UInt8>] = [:]
    /// The paths of which it is known whether HEAD has them.
    private var compared: Set<PathBytes> = []

    /// Asks git for the status, without a file system monitor. A submodule counts by its checked-out commit, whatever
    /// was changed inside it.
    /// - Throws: `.gitFailed`; `.unreadableFile` where git could not read a directory.
    init(_ git: Git) throws(ParallelError) {
        let careful = git.with(["LC_ALL": "C"]).setting("core.fsmonitor", value: "false")
            .setting("core.untrackedCache", value: "false")
        let answer = try careful.run([
            "status", "--porcelain=v2", "-z", "--branch", "--untracked-files=all", "--no-renames",
            "--ignore-submodules=dirty",
        ])
        let complaints = answer.errorText
        guard !complaints.contains("could not open directory"), !complaints.contains("ermission denied") else {
            throw ParallelError(
                .unreadableFile, operation: "look at uncommitted work", subject: git.directory,
                message: "git cannot read all of the worktree", cause: complaints)
        }
        for field in ZeroSeparated.fields(answer.output) { read(field) }
    }

    /// Whether `committed` tells whether HEAD has a path.
    func isKnown(_ path: PathBytes) -> Bool { compared.contains(path) }

    private mutating func read(_ field: ArraySlice<UInt8>) {
        switch field.first {
        case UInt8(ascii: "#"): readHeader(String(decoding: field, as: UTF8.self))
        case UInt8(ascii: "1"): readChanged(field)
        case UInt8(ascii: "u"):
            let parts = field.split(separator: 0x20, maxSplits: 10, omittingEmptySubsequences: false)
            guard parts.count == 11 else { return }
            let mode = Self.mode(parts[6])
            let path = Array(parts[10])
            records[path] = field.dropLast(path.count)
            entries.append((path, mode == 0 ? .gone : .file(mode: mode)))
        case UInt8(ascii: "?"):
            // A directory here is a repository of its own.
            if field.last != 0x2F { entries.append((Array(field.dropFirst(2)), .file(mode: nil))) }
        default: break
        }
    }

    private mutating func readHeader(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard parts.count == 3 else { return }
        if parts[1] == "branch.oid", parts[2] != "(initial)" { commit = parts[2] }
        if parts[1] == "branch.head", parts[2] != "(detached)" { branch = parts[2] }
    }

    /// Reads a record `1 XY sub mH mI mW hH hI path`.
    private mutating func readChanged(_ field: ArraySlice<UInt8>) {
        let parts = field.split(separator: 0x20, maxSplits: 8, omittingEmptySubsequences: false)
        guard parts.count == 9, let inWorkTree = parts[1].last else { return }
        let path = Array(parts[8])
        let mode = Self.mode(parts[5])
        let head = Self.mode(parts[3])
        compared.insert(path)
        records[path] = field.dropLast(path.count)
        if head != 0 {
            committed[path] = WorkChange.Content(mode: head, id: String(decoding: parts[6], as: UTF8.self))
        }
        switch inWorkTree {
        case UInt8(ascii: "."):
            let indexed = Self.mode(parts[4])
            let id = String(decoding: parts[7], as: UTF8.self)
            entries.append((path, indexed == 0 ? .gone : .indexed(mode: indexed, id: id)))
        case UInt8(ascii: "D"): entries.append((path, .gone))
        default: entries.append((path, mode == TreeEntry.submodule ? .submodule : .file(mode: mode)))
        }
    }

    private static func mode(_ text: ArraySlice<UInt8>) -> UInt32 {
        UInt32(String(decoding: text, as: UTF8.self), radix: 8) ?? 0
    }
}
