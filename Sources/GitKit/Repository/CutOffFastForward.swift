internal import CLibGit2
internal import Exec
package import Files
package import GitProgram
internal import Glibc
package import HookCore

/// A fast-forward of a checkout that was cut off. The branch has not moved, and some files are those of the commit to
/// which it was to move, or the beginning of them. The index is that of either commit.
///
/// No file is overwritten, and none is deleted in its place. A file is exchanged or moved aside in one step, compared
/// again, and brought back if it differs from what was expected.
package struct CutOffFastForward {
    /// The result of taking a fast-forward back.
    package struct Outcome: Equatable, Sendable {
        /// The number of files that have their former content again.
        package var putBack = 0
        /// The files that were to be moved, but have been changed by the user since or cannot be judged. They are left
        /// as they are.
        package var foreign: [PathBytes] = []
        /// The files that git had written and another program may still write to, under their new names.
        package var kept: [PathBytes] = []
    }

    private enum State { case base, half, foreign }

    private let git: Git
    private let base: String
    private let commit: String
    private let before: FilesBefore
    private let hasModes: Bool
    private let files: [ChangedFile]
    private let written: (base: WrittenFiles, commit: WrittenFiles)
    private let reach: (String) -> Void

    private var root: String { git.directory }

    /// Prepares to take a fast-forward back.
    /// - Parameters:
    ///   - git: a git at the root of the checkout.
    ///   - base: the commit that the branch points to.
    ///   - commit: the commit that the branch was to move to.
    ///   - before: the files that lay there when the move began. They are as git wrote them: the checkout was clean.
    ///   - reach: called with a name at each step, so that tests can stop there.
    package init(
        _ git: Git, from base: String, to commit: String, before: FilesBefore, reach: @escaping (String) -> Void
    ) throws(ParallelError) {
        self.git = git.uninterruptible
        (self.base, self.commit, self.before, self.reach) = (base, commit, before, reach)
        hasModes = try git.result(["config", "--type=bool", "core.fileMode"]).text != "false\n"
        files = try git.changedFiles(from: base, to: commit).filter { file in
            ![file.old?.mode, file.new?.mode].contains("160000")
        }
        // The attributes in the checkout may be those of either commit.
        let areMixed = files.contains { $0.path.suffix(14).elementsEqual(".gitattributes".utf8) }
        written =
            areMixed
            ? (try WrittenFiles(of: base, with: git), try WrittenFiles(of: commit, with: git))
            : (WrittenFiles(git), WrittenFiles(git))
    }

    /// Gives the files their former content again.
    /// - Throws: `.gitFailed`; `.cannotWrite`, for example where the disk is still full. It can be called again.
    package func takeBack() throws(ParallelError) -> Outcome {
        defer {
            written.base.close()
            written.commit.close()
        }
        // The index comes first. Once a file is back, another process must not take the move for one that only has to
        // be completed.
        if try git.hasIndex(of: commit) { try git.run(["read-tree", "-m", "-i", base]) }
        reach("landing.back-index")
        var outcome = Outcome()
        let staged = Set(try fields(["diff-index", "--cached", "--name-only", "-z", base, "--"]))
        // A sparse checkout does not have all files.
        let absent = Set(
            try fields(["ls-files", "-t", "-z"]).filter { $0.first == UInt8(ascii: "S") }.map { $0.dropFirst(2) })
        let files = files.filter { !absent.contains($0.path[...]) }
        // New files go first, and make room for those that lay there before.
        for file in files.filter({ $0.old == nil }) + files.filter({ $0.old != nil }) {
            if staged.contains(file.path[...]) || String(validating: file.path, as: UTF8.self) == nil {
                outcome.foreign.append(file.path)
            } else {
                try putBack(file, into: &outcome)
            }
        }
        return outcome
    }

    private func fields(_ arguments: [String]) throws(ParallelError) -> [ArraySlice<UInt8>] {
        ZeroSeparated.fields(try git.run(arguments).output)
    }

    private func putBack(_ file: ChangedFile, into outcome: inout Outcome) throws(ParallelError) {
        guard leadsThroughDirectories(file.path) else {
            if file.old != nil { outcome.foreign.append(file.path) }
            return
        }
        guard try clearAside(file, into: &outcome) else { return }
        switch CheckedOutFile.read(file.path, in: root, before: before) {
        case .missing: try restore(file, into: &outcome)
        case .untouched: break
        case .other where file.old == nil: break
        case .other:
            // The directory may be empty because git has already deleted the files in it.
            if rmdir(file.path.absolute(in: root)) == 0 { return try restore(file, into: &outcome) }
            outcome.foreign.append(file.path)
        case .content(let now):
            switch try state(of: file, now: now) {
            case .base where hasModes:
                now.setExecutable(file.old?.mode == "100755", at: file.path, in: root)
            case .base: break
            case .foreign: outcome.foreign.append(file.path)
            case .half: try replace(file, now: now, into: &outcome)
            }
        }
    }

    /// Removes the file that a killed call has left beside this one: our own bytes and git's are deleted, other content
    /// is brought back.
    /// - Returns: whether the file itself may be looked at.
    private func clearAside(_ file: ChangedFile, into outcome: inout Outcome) throws(ParallelError) -> Bool {
        let aside = Self.aside(file.path)
        guard case .content(let left) = CheckedOutFile.read(aside, in: root) else { return true }
        let old = try file.old.map { version throws(ParallelError) in try written.base.bytes(version, at: file.path) }
        let new = try file.new.map { version throws(ParallelError) in try written.commit.bytes(version, at: file.path) }
        let isOld = old.map { left.isBeginning(of: $0, link: file.old?.isLink == true) } ?? false
        let isNew = new.map { left.isBeginning(of: $0, link: file.new?.isLink == true) } ?? false
        if isOld || isNew { return remove(aside, expected: left, into: &outcome) }
        outcome.foreign.append(file.path)
        if rename(aside, to: file.path) { return false }
        guard case .content(let now) = CheckedOutFile.read(file.path, in: root), now.bytes == old,
            (try? FileExchange.swap(first: file.path, second: aside, in: root)) != nil
        else {
            outcome.kept.append(aside)
            return false
        }
        _ = remove(aside, expected: now, into: &outcome)
        return false
    }

    /// Removes a file that we have moved aside, if it still has the expected content and no other program can write to
    /// it any more.
    private func remove(_ aside: PathBytes, expected: CheckedOutFile, into outcome: inout Outcome) -> Bool {
        guard case .content(let now) = CheckedOutFile.read(aside, in: root) else { return true }
        if now.isLink == expected.isLink, now.bytes == expected.bytes {
            let removal = now.isLink ? .unwatchable : FileExchange.remove(aside, ifStill: expected.bytes, in: root)
            // Where the kernel cannot tell which programs write, it is enough that the repository has all of its
            // content.
            if removal == .removed || (removal == .unwatchable && unlink(aside.absolute(in: root)) == 0) { return true }
        }
        outcome.kept.append(aside)
        return false
    }

    /// Writes a file again that git had deleted.
    private func restore(_ file: ChangedFile, into outcome: inout Outcome) throws(ParallelError) {
        guard let old = file.old else { return }
        try FileWriter.makeParents(
            of: Array(root.utf8) + [0x2F] + file.path, below: root.utf8.count, followingLinks: false)
        let aside = try write(old, beside: file.path, like: nil)
        reach("landing.back-written")
        if rename(aside, to: file.path) {
            outcome.putBack += 1
            reach("landing.back-restored")
        } else {
            if case .content(let ours) = CheckedOutFile.read(aside, in: root) {
                _ = remove(aside, expected: ours, into: &outcome)
            }
            outcome.foreign.append(file.path)
        }
    }

    private func replace(
        _ file: ChangedFile, now: CheckedOutFile, into outcome: inout Outcome
    ) throws(ParallelError) {
        let aside: PathBytes
        if let old = file.old {
            aside = try write(old, beside: file.path, like: now)
            reach("landing.back-written")
            guard case .content(let ours) = CheckedOutFile.read(aside, in: root) else { return }
            guard (try? FileExchange.swap(first: file.path, second: aside, in: root)) != nil else {
                _ = remove(aside, expected: ours, into: &outcome)
                return outcome.foreign.append(file.path)
            }
            reach("landing.back-exchanged")
            guard isStill(now, at: aside) else {
                // Another program has just written to the file: it goes back, and our version is removed.
                outcome.foreign.append(file.path)
                if (try? FileExchange.swap(first: file.path, second: aside, in: root)) == nil {
                    return outcome.kept.append(aside)
                }
                _ = remove(aside, expected: ours, into: &outcome)
                return
            }
        } else {
            aside = Self.aside(file.path)
            guard rename(file.path, to: aside) else { return outcome.foreign.append(file.path) }
            reach("landing.back-aside")
            guard isStill(now, at: aside) else {
                outcome.foreign.append(file.path)
                if !rename(aside, to: file.path) { outcome.kept.append(aside) }
                return
            }
        }
        outcome.putBack += 1
        _ = remove(aside, expected: now, into: &outcome)
        reach("landing.back-removed")
        if file.old == nil { file.path.removeEmptyParents(in: root) }
    }

    private func isStill(_ expected: CheckedOutFile, at path: PathBytes) -> Bool {
        guard case .content(let now) = CheckedOutFile.read(path, in: root) else { return false }
        return now.isLink == expected.isLink && now.bytes == expected.bytes
    }

    // MARK: What a file is

    private func state(of file: ChangedFile, now: CheckedOutFile) throws(ParallelError) -> State {
        let old = now.isLink == file.old?.isLink ? file.old : nil
        let new = now.isLink == file.new?.isLink ? file.new : nil
        // The file has the bytes of a blob.
        let id = now.isLink ? nil : ObjectID.ofBlob(now.bytes)?.hexadecimal
        if let old, id == old.id { return .base }
        if let new, id == new.id { return .half }
        if let old, try written.base.bytes(old, at: file.path) == now.bytes { return .base }
        if let new, now.isBeginning(of: try written.commit.bytes(new, at: file.path), link: new.isLink) { return .half }
        return .foreign
    }

    /// Whether every parent of the path is a directory, or does not exist.
    private func leadsThroughDirectories(_ path: PathBytes) -> Bool {
        path.indices.allSatisfy { slash in
            var status = stat()
            guard path[slash] == 0x2F, lstat(Array(path[..<slash]).absolute(in: root), &status) == 0 else {
                return true
            }
            return status.st_mode & S_IFMT == S_IFDIR
        }
    }

    // MARK: Writing

    /// Writes a version of a file under the name that `aside` gives.
    /// - Returns: the path of the new file.
    private func write(
        _ version: MergeStages.Version, beside path: PathBytes, like now: CheckedOutFile?
    ) throws(ParallelError) -> PathBytes {
        let aside = Self.aside(path)
        let bytes = try written.base.bytes(version, at: path)
        let isExecutable = version.mode == "100755"
        if version.isLink {
            try FileWriter.link(Array(root.utf8) + [0x2F] + aside, to: bytes)
        } else if let now {
            // The new file is readable for the same users as the present one.
            let readers = now.isLink ? 0o600 : now.mode & 0o666
            let mode = isExecutable ? readers | (readers & 0o444) >> 2 : readers
            try FileExchange.create(aside, bytes: bytes, mode: mode, in: root)
        } else {
            try FileExchange.create(aside, bytes: bytes, isExecutable: isExecutable, in: root)
        }
        return aside
    }

    /// Returns the path beside a file at which its other version lies. It is always the same for a file, so that a
    /// version that was left there is found.
    static func aside(_ path: PathBytes) -> PathBytes {
        let start = path.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0
        return path[..<start] + Array(".parallel-cc-landing-\(String(FNV1a(path).value, radix: 36))".utf8)
    }

    /// Renames a file, if nothing lies at the new path.
    /// - Returns: whether it was renamed.
    private func rename(_ from: PathBytes, to path: PathBytes) -> Bool {
        let flags = UInt32(RENAME_NOREPLACE)
        return renameat2(AT_FDCWD, from.absolute(in: root), AT_FDCWD, path.absolute(in: root), flags) == 0
    }
}
