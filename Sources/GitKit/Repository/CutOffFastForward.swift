internal import Exec
internal import Glibc
package import HookCore

/// A fast-forward of a checkout that died half-way: the branch has not moved, and some files are those of the commit to which
/// it was to move, or the beginning of them.
package struct CutOffFastForward {
    private let git: Git
    private let base: String
    private let commit: String

    private enum State {
        /// As it was before.
        case base
        /// What git has made of it.
        case half
        /// What somebody else has made of it.
        case foreign
    }

    /// - Parameters:
    ///   - git: at the root of the checkout.
    ///   - base: where the branch stands.
    ///   - commit: where it was to go.
    package init(_ git: Git, from base: String, to commit: String) {
        (self.git, self.base, self.commit) = (git.uninterruptible, base, commit)
    }

    /// Makes the files again what they were. Nothing is lost by it: what is written over is in `commit`.
    /// - Returns: files that the move is about and that somebody has changed since; these stay as they are.
    /// - Throws: `.gitFailed`, where the disk is still full, say.
    package func takeBack() throws(ParallelError) -> [PathBytes] {
        let staged = Set(
            ZeroSeparated.fields(try git.run(["diff-index", "--cached", "--name-only", "-z", base, "--"]).output))
        var foreign: [PathBytes] = []
        var gone: [PathBytes] = []
        let files = try git.changedFiles(from: base, to: commit)
        let ids = try identities(of: files.map(\.path))
        for file in files {
            switch try staged.contains(file.path[...]) ? .foreign : state(of: file, ids[file.path]) {
            case .base: continue
            case .foreign: foreign.append(file.path)
            case .half where file.old == nil:
                unlink(file.path.absolute(in: git.directory))
                file.path.removeEmptyParents(in: git.directory)
            case .half: gone.append(file.path)
            }
        }
        // git would delete what is in the directory, whoever put it there.
        let blocked = gone.filter { isDirectory($0) && rmdir($0.absolute(in: git.directory)) != 0 }
        let input = gone.filter { !blocked.contains($0) }.flatMap { path -> [UInt8] in path + [0] }
        if !input.isEmpty { try git.run(["checkout-index", "--force", "--quiet", "-z", "--stdin"], input: input) }
        return foreign + blocked
    }

    private func state(of file: ChangedFile, _ id: String?) throws(ParallelError) -> State {
        if [file.old?.mode, file.new?.mode].contains("160000") { return .base }
        var status = stat()
        let isThere = !leadsThroughLink(file.path) && lstat(file.path.absolute(in: git.directory), &status) == 0
        if !isThere { return file.old == nil ? .base : .half }
        if isDirectory(file.path) { return file.old == nil ? .base : .half }
        // Where only the mode differs it is either.
        if let id, id == file.new?.id { return .half }
        if let id, id == file.old?.id { return .base }
        guard let content = try StableFile.bytes(file.path, in: git.directory) else { return .foreign }
        if let new = try written(file.new, file.path), new.starts(with: content) { return .half }
        return try written(file.old, file.path) == content ? .base : .foreign
    }

    /// What git writes into the file.
    private func written(_ version: MergeStages.Version?, _ path: PathBytes) throws(ParallelError) -> [UInt8]? {
        guard let version else { return nil }
        if version.mode == "120000" { return try git.run(["cat-file", "blob", version.id]).output }
        return try git.run(["cat-file", "--filters", "--path=\(path.display)", version.id]).output
    }

    /// Of the regular files that are there, as git would add them; not of all whose names are unusual.
    private func identities(of paths: [PathBytes]) throws(ParallelError) -> [PathBytes: String] {
        let plain = paths.filter { path in
            var status = stat()
            return !path.contains(0x0A) && path.first != UInt8(ascii: "\"") && !leadsThroughLink(path)
                && lstat(path.absolute(in: git.directory), &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
        let answer = try git.run(
            ["hash-object", "--stdin-paths"], input: plain.flatMap { path -> [UInt8] in path + [0x0A] })
        let ids = answer.text.split(separator: "\n").map(String.init)
        guard ids.count == plain.count else { throw git.failure(["hash-object"], answer) }
        return Dictionary(zip(plain, ids)) { first, _ in first }
    }

    /// Then it lies elsewhere.
    private func leadsThroughLink(_ path: PathBytes) -> Bool {
        path.indices.contains { place in
            var status = stat()
            return path[place] == 0x2F && lstat(Array(path[..<place]).absolute(in: git.directory), &status) == 0
                && status.st_mode & S_IFMT == S_IFLNK
        }
    }

    private func isDirectory(_ path: PathBytes) -> Bool {
        var status = stat()
        return lstat(path.absolute(in: git.directory), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
