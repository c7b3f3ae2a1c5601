internal import Files
internal import Glibc
package import HookCore

/// A change that installs or removes one of git's hooks, as a value: to be shown, or to be made.
package struct GitHookChange: Equatable, Sendable {
    /// The kind of a change.
    package enum Kind: String, Sendable {
        /// There is no hook yet, or an older one of ours.
        case create
        /// A foreign hook is moved to another name, and runs first.
        case chain
        /// Our hook is removed, and the foreign one gets its name back.
        case restore
        /// Our hook is removed; there is no other.
        case delete
    }

    /// The kind, as it was planned.
    package let kind: Kind
    /// The path of the hook.
    package let path: String
    /// The path of the foreign hook after it was moved.
    package let chainedPath: String
    /// The name that ours gets where somebody has edited it and it is to go; nil: it is ours alone.
    let editedPath: String?
    let script: [UInt8]

    /// The effect of the change, in one line.
    package var reason: String {
        switch kind {
        case .create: "ask parallel-cc before git goes on"
        case .chain: "ask parallel-cc before git goes on; the present hook runs first, as \(chainedPath)"
        case .restore: "no longer ask parallel-cc; \(chainedPath) gets its name back" + edited
        case .delete: "no longer ask parallel-cc" + edited
        }
    }

    private var edited: String { editedPath.map { "; it was edited, and stays as \($0)" } ?? "" }

    /// Makes the change. At every moment there is a hook that runs what was there before, except on file systems
    /// without hard links. Throws `file-changed` when the hook is no longer the one that the change was planned for,
    /// `file-unwritable`.
    package func apply() throws(ParallelError) {
        let content = GitHookFile.content(of: path)
        let isOurs = content.map(GitHookFile.isOurs) ?? false
        let isWholly = content.map { GitHookFile.isWholly($0, script: script) } ?? false
        do throws(Errno) {
            switch kind {
            case .create:
                guard isWholly || !AtomicFile.exists(path) else { throw Errno(code: EEXIST) }
                try writtenScript().commit()
            case .chain:
                guard !isOurs, !AtomicFile.exists(chainedPath) || isCutOff else { throw Errno(code: EEXIST) }
                try chain()
            case .restore:
                guard isOurs, isWholly || editedPath != nil else { throw Errno(code: EEXIST) }
                try keepEdited()
                guard rename(chainedPath, path) == 0 else { throw .current }
            case .delete:
                guard isOurs, isWholly || editedPath != nil else { throw Errno(code: EEXIST) }
                try keepEdited()
                guard unlink(path) == 0 || errno == ENOENT else { throw .current }
            }
        } catch {
            throw failure(error)
        }
    }

    private func keepEdited() throws(Errno) {
        guard let editedPath else { return }
        if linkat(AT_FDCWD, path, AT_FDCWD, editedPath, 0) == 0 { return }
        guard errno != EEXIST, rename(path, editedPath) == 0 else { throw .current }
    }

    /// Whether the foreign hook has both names: a former change was killed between its two steps.
    private var isCutOff: Bool { GitHookFile.isOneFile(path, as: chainedPath) }

    /// Gives the foreign hook its second name, then ours takes the first one over. Some file systems have no hard
    /// links. The script is written before, so that a full disk leaves everything as it was.
    private func chain() throws(Errno) {
        let script = try writtenScript()
        let isLinked = isCutOff || linkat(AT_FDCWD, path, AT_FDCWD, chainedPath, 0) == 0
        do throws(Errno) {
            if !isLinked, rename(path, chainedPath) != 0 { throw .current }
        } catch {
            script.discard()
            throw error
        }
        do throws(Errno) {
            try script.commit()
        } catch {
            if isLinked { unlink(chainedPath) } else { rename(chainedPath, path) }
            throw error
        }
    }

    /// Our hook, written beside its place.
    private func writtenScript() throws(Errno) -> FileReplacement {
        let folder = FilePath.folder(of: path)
        if mkdir(folder, 0o777) != 0, errno != EEXIST { throw .current }
        return try FileReplacement(of: path, bytes: script, mode: 0o777, isDurable: true)
    }

    private func failure(_ error: Errno) -> ParallelError {
        if error.code == EEXIST {
            return ParallelError(
                .fileChanged, operation: "change git hook", subject: path,
                message: "the hook was changed by another program meanwhile", hint: "run the command again")
        }
        return ParallelError(
            .fileUnwritable, operation: "change git hook", subject: path, message: "the hook cannot be changed",
            hint: error.remedy(in: FilePath.folder(of: path)), cause: error.text)
    }
}
