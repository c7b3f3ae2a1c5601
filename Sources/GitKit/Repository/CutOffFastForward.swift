internal import CLibGit2
internal import Exec
internal import Glibc
package import HookCore

/// A fast-forward of a checkout that died half-way: the branch has not moved, and some files are those of the commit to which
/// it was to move, or the beginning of them.
///
/// No file is written over and none deleted in its place: it is exchanged or moved aside in one step, looked at again, and
/// brought back if it is not what it was taken for.
package struct CutOffFastForward {
    /// What came of it.
    package struct Outcome: Equatable, Sendable {
        /// How many files are again what they were.
        package var putBack = 0
        /// What is to be moved and somebody has changed since, or cannot be judged; left as it is.
        package var foreign: [PathBytes] = []
        /// What git had written and a program may still write to, under its new name.
        package var kept: [PathBytes] = []
    }

    private enum State { case base, half, foreign }

    private let git: Git
    private let base: String
    private let commit: String
    private let since: Int64

    private var root: String { git.directory }

    /// - Parameters:
    ///   - git: at the root of the checkout.
    ///   - base: where the branch stands.
    ///   - commit: where it was to go.
    ///   - since: when the move began, in milliseconds since 1970. What is older, git has not written.
    package init(_ git: Git, from base: String, to commit: String, since: Int64) {
        (self.git, self.base, self.commit, self.since) = (git.uninterruptible, base, commit, since)
    }

    /// Makes the files again what they were.
    /// - Throws: `.gitFailed`, `.cannotWrite`, where the disk is still full, say; it can be called again.
    package func takeBack() throws(ParallelError) -> Outcome {
        var outcome = Outcome()
        let staged = Set(try fields(["diff-index", "--cached", "--name-only", "-z", base, "--"]))
        // Not all of a sparse checkout is there.
        let absent = Set(
            try fields(["ls-files", "-t", "-z"]).filter { $0.first == UInt8(ascii: "S") }.map { $0.dropFirst(2) })
        let files = try git.changedFiles(from: base, to: commit).filter { file in
            ![file.old?.mode, file.new?.mode].contains("160000") && !absent.contains(file.path[...])
        }
        // What is new goes first, and makes room for what was there.
        for file in files.filter({ $0.old == nil }) + files.filter({ $0.old != nil }) {
            if staged.contains(file.path[...]) {
                outcome.foreign.append(file.path)
            } else {
                try putBack(file, &outcome)
            }
        }
        return outcome
    }

    private func fields(_ arguments: [String]) throws(ParallelError) -> [ArraySlice<UInt8>] {
        ZeroSeparated.fields(try git.run(arguments).output)
    }

    private func putBack(_ file: ChangedFile, _ outcome: inout Outcome) throws(ParallelError) {
        guard leadsThroughDirectories(file.path) else {
            if file.old != nil { outcome.foreign.append(file.path) }
            return
        }
        switch CheckedOutFile.read(file.path, in: root) {
        case .missing: try restore(file, &outcome)
        case .other where file.old == nil: break
        case .other:
            // An empty directory, where git has already deleted what was in it.
            if rmdir(file.path.absolute(in: root)) == 0 { return try restore(file, &outcome) }
            outcome.foreign.append(file.path)
        case .content(let now):
            switch try state(of: file, now) {
            case .base: now.setExecutable(file.old?.mode == "100755", file.path, in: root)
            case .foreign: outcome.foreign.append(file.path)
            case .half: try replace(file, now, &outcome)
            }
        }
    }

    /// What git had deleted.
    private func restore(_ file: ChangedFile, _ outcome: inout Outcome) throws(ParallelError) {
        guard let old = file.old else { return }
        try FileWriter.makeParents(
            of: Array(root.utf8) + [0x2F] + file.path, below: root.utf8.count, followingLinks: false)
        let aside = try write(old, beside: file.path, like: nil)
        if rename(aside, to: file.path) {
            outcome.putBack += 1
        } else {
            unlink(aside.absolute(in: root))
            outcome.foreign.append(file.path)
        }
    }

    private func replace(
        _ file: ChangedFile, _ now: CheckedOutFile, _ outcome: inout Outcome
    ) throws(ParallelError) {
        let aside: PathBytes
        if let old = file.old {
            aside = try write(old, beside: file.path, like: now)
            try FileExchange.swap(file.path, aside, in: root)
        } else {
            aside = Self.aside(file.path)
            guard rename(file.path, to: aside) else { return outcome.foreign.append(file.path) }
        }
        guard case .content(let displaced) = CheckedOutFile.read(aside, in: root), displaced.bytes == now.bytes else {
            // Somebody has written to it in this very moment.
            if file.old == nil {
                _ = rename(aside, to: file.path)
            } else {
                try FileExchange.swap(file.path, aside, in: root)
                unlink(aside.absolute(in: root))
            }
            return outcome.foreign.append(file.path)
        }
        outcome.putBack += 1
        if displaced.isLink || FileExchange.remove(aside, ifStill: now.bytes, in: root) == .removed {
            unlink(aside.absolute(in: root))
        } else {
            outcome.kept.append(aside)
        }
        if file.old == nil { file.path.removeEmptyParents(in: root) }
    }

    // MARK: What a file is

    private func state(of file: ChangedFile, _ now: CheckedOutFile) throws(ParallelError) -> State {
        let old = now.isLink == (file.old?.mode == "120000") ? file.old : nil
        let isRecent = now.changed >= since && now.isLink == (file.new?.mode == "120000")
        let new = isRecent ? file.new : nil
        // Byte for byte in the repository.
        let id = now.isLink ? nil : ObjectID.ofBlob(now.bytes)?.hexadecimal
        if let old, id == old.id { return .base }
        if let new, id == new.id { return .half }
        if let old, try written(old, file.path) == now.bytes { return .base }
        if let new, try written(new, file.path).starts(with: now.bytes) { return .half }
        return .foreign
    }

    /// What git writes into the file.
    private func written(_ version: MergeStages.Version, _ path: PathBytes) throws(ParallelError) -> [UInt8] {
        if version.mode == "120000" { return try git.run(["cat-file", "blob", version.id]).output }
        return try git.run(["cat-file", "--filters", "--path=\(path.display)", version.id]).output
    }

    /// Whether everything above it is a directory, or is not there.
    private func leadsThroughDirectories(_ path: PathBytes) -> Bool {
        path.indices.allSatisfy { place in
            var status = stat()
            guard path[place] == 0x2F, lstat(Array(path[..<place]).absolute(in: root), &status) == 0 else {
                return true
            }
            return status.st_mode & S_IFMT == S_IFDIR
        }
    }

    // MARK: Writing

    /// - Returns: the path of the new file.
    private func write(
        _ version: MergeStages.Version, beside path: PathBytes, like now: CheckedOutFile?
    ) throws(ParallelError) -> PathBytes {
        let aside = Self.aside(path)
        let bytes = try written(version, path)
        if version.mode == "120000" {
            try FileWriter.link(Array(root.utf8) + [0x2F] + aside, to: bytes)
        } else {
            // Open to the same people as what lies there; else as by the umask.
            let readers = now.map { $0.isLink ? 0o600 : $0.mode & 0o666 } ?? 0o666 & ~CheckedOutFile.mask
            let mode = version.mode == "100755" ? readers | (readers & 0o444) >> 2 : readers
            try FileExchange.create(aside, bytes, mode: mode, in: root)
        }
        return aside
    }

    private static func aside(_ path: PathBytes) -> PathBytes {
        let folder = path.lastIndex(of: 0x2F).map { path[...$0] } ?? []
        return folder + Array(".parallel-cc-\(String(UInt32.random(in: .min ... .max), radix: 36))".utf8)
    }

    /// - Returns: whether nothing was there yet.
    private func rename(_ from: PathBytes, to path: PathBytes) -> Bool {
        let flags = UInt32(RENAME_NOREPLACE)
        return renameat2(AT_FDCWD, from.absolute(in: root), AT_FDCWD, path.absolute(in: root), flags) == 0
    }
}
