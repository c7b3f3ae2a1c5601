internal import Files
internal import Glibc
package import HookCore

/// Puts one of git's hooks in place, or takes it out, as a value: to be shown, or to be made.
package struct GitHookChange: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// There is no hook yet, or an older one of ours.
        case create
        /// A hook of somebody else is put aside, and runs first.
        case chain
        /// Ours goes, and the one that was put aside comes back.
        case restore
        /// Ours goes, and there was no other.
        case delete
    }

    package let kind: Kind
    /// The hook.
    package let path: String
    /// Where the hook of somebody else lies, or will lie.
    package let chainedPath: String
    let script: [UInt8]

    /// What is done, in one line.
    package var reason: String {
        switch kind {
        case .create: "ask parallel-cc before git goes on"
        case .chain: "ask parallel-cc before git goes on; the present hook runs first, as \(chainedPath)"
        case .restore: "no longer ask parallel-cc; \(chainedPath) gets its name back"
        case .delete: "no longer ask parallel-cc"
        }
    }

    /// Makes the change. At every moment there is a hook that runs what was there before,
    /// but on file systems without hard links.
    /// Throws `file-changed` when the hook is no longer what it was planned for, `file-unwritable`.
    package func apply() throws(ParallelError) {
        let isOurs = GitHookFile.content(of: path).map(GitHookFile.isOurs) ?? false
        do throws(Errno) {
            switch kind {
            case .create:
                guard isOurs || !AtomicFile.exists(path) else { throw Errno(code: EEXIST) }
                try put()
            case .chain:
                guard !isOurs, !AtomicFile.exists(chainedPath) else { throw Errno(code: EEXIST) }
                // A second name first, then ours takes the first one over. Some file systems know no second names.
                if linkat(AT_FDCWD, path, AT_FDCWD, chainedPath, 0) != 0, rename(path, chainedPath) != 0 {
                    throw .current
                }
                try put()
            case .restore:
                guard isOurs else { throw Errno(code: EEXIST) }
                guard rename(chainedPath, path) == 0 else { throw .current }
            case .delete:
                guard isOurs else { throw Errno(code: EEXIST) }
                guard unlink(path) == 0 else { throw .current }
            }
        } catch {
            throw failure(error)
        }
    }

    private func put() throws(Errno) {
        let folder = FilePath.folder(of: path)
        if mkdir(folder, 0o777) != 0, errno != EEXIST { throw .current }
        let temporary = "\(path).parallel-cc-new-\(getpid())"
        do throws(Errno) {
            let file = try Descriptor(opening: temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o777)
            try file.writeAll(script)
            try file.synchronize()
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let error = Errno.current
            unlink(temporary)
            throw error
        }
    }

    private func failure(_ error: Errno) -> ParallelError {
        if error.code == EEXIST {
            return ParallelError(
                .fileChanged, operation: "change git hook", subject: path,
                message: "the hook was changed by another program meanwhile", hint: "run the command again")
        }
        return ParallelError(
            .fileUnwritable, operation: "change git hook", subject: path, message: "the hook cannot be changed",
            hint: "check the owner and the permissions of \(FilePath.folder(of: path))", cause: error.text)
    }
}
