package import Exec
internal import Glibc
package import HookCore

extension ParallelError.Code {
    /// The git program ended with an unexpected status.
    package static let gitFailed: Self = "git-failed"
}

/// The only way to run the `git` program: its directory, environment and settings.
///
/// It is a value: `at`, `on` and `withIndex` return changed copies. Every call sets `GIT_OPTIONAL_LOCKS=0`, so that
/// reading never takes the index lock from a user who works, and `GIT_TERMINAL_PROMPT=0`, so that no call waits for a
/// password.
package struct Git: Sendable {
    /// The working directory of the calls.
    package private(set) var directory: String
    private var environment: [String: String]
    /// The `-c key=value` pairs put before the verb.
    private var settings: [String] = []
    private var isInterruptible = true

    /// A git in a directory.
    /// - Parameter environment: the user's environment. Variables that lead git to another repository are removed.
    package init(directory: String, environment: [String: String]) {
        self.directory = directory
        var clean = Self.unredirected(environment)
        clean["GIT_OPTIONAL_LOCKS"] = "0"
        clean["GIT_TERMINAL_PROMPT"] = "0"
        self.environment = clean
    }

    private func changed(_ change: (inout Git) -> Void) -> Git {
        var copy = self
        change(&copy)
        return copy
    }

    /// Returns an environment without the variables that lead git to another repository, for commands of the user's
    /// that may call it.
    package static func unredirected(_ environment: [String: String]) -> [String: String] {
        environment.filter { !GitVariables.redirecting.contains($0.key) }
    }

    /// Returns a variable of the environment that git gets.
    package func variable(_ name: String) -> String? { environment[name] }

    /// Returns the same git in another directory.
    package func at(_ directory: String) -> Git { changed { $0.directory = directory } }

    /// Returns a git bound to a git directory and a working tree that need not know each other, such as one in the
    /// trash.
    package func on(gitDirectory: String, workTree: String) -> Git {
        at(workTree).with(["GIT_DIR": gitDirectory, "GIT_WORK_TREE": workTree])
    }

    /// Returns a git that finds the repository of a directory by itself, whatever this one is bound to.
    package func unbound(in directory: String) -> Git {
        changed {
            $0.directory = directory
            $0.environment = Self.unredirected($0.environment)
        }
    }

    /// The git directory that the calls are bound to; nil when git finds it from `directory`.
    package var boundDirectory: String? { environment["GIT_DIR"] }

    /// Returns a git with a private index file, so that the user's staged changes stay untouched.
    package func withIndex(_ path: String) -> Git { with(["GIT_INDEX_FILE": path]) }

    /// Returns a git with further environment variables.
    package func with(_ variables: [String: String]) -> Git {
        changed { $0.environment.merge(variables) { $1 } }
    }

    /// Returns a git with a configuration value for its calls only.
    package func setting(_ key: String, value: String) -> Git {
        changed { $0.settings += ["-c", "\(key)=\(value)"] }
    }

    /// Returns a git without a configuration value in its calls only. The key may hold an equals sign, as names of
    /// branches may.
    package func withoutSetting(_ key: String) -> Git {
        changed {
            $0.settings.append("--config-env=\(key)=PARALLEL_CC_NOTHING")
            $0.environment["PARALLEL_CC_NOTHING"] = ""
        }
    }

    /// The same git, whose calls leave the working trees of submodules alone, whatever the user has configured.
    package var withoutSubmodules: Git { setting("submodule.recurse", value: "false") }

    /// The same git, whose calls are not ended by a caught interruption or the terminal's Ctrl-C. Used to undo what was
    /// begun.
    package var uninterruptible: Git { changed { $0.isInterruptible = false } }

    /// The same git, whose calls read commits as they are stored, without replacement references (git-replace(1)) and
    /// grafts. These may be deleted, and then a commit no longer holds what it seemed to. git complains about an
    /// existing file of grafts.
    package var unreplaced: Git { with(["GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/dev/null/none"]) }

    /// The same git, whose calls return when every object, reference and index is on the disk.
    package var durable: Git { setting("core.fsync", value: "all").setting("core.fsyncMethod", value: "fsync") }

    /// Runs git and returns the result, whatever its exit status.
    /// - Throws: `.cannotSpawn`, `.interrupted`; `.gitFailed` where a signal has ended git, which is no answer.
    package func result(_ arguments: [String], input: [UInt8]? = nil) throws(ParallelError) -> CommandResult {
        var command = command(arguments)
        if let input { command.input = .bytes(input) }
        let result = try Spawner.run(command)
        guard case .exited = result.status else { throw failure(arguments, result: result) }
        return result
    }

    /// Runs git and expects one of `statuses`.
    /// - Throws: `.gitFailed` with git's message as the cause, `.cannotSpawn`, `.interrupted`.
    @discardableResult
    package func run(
        _ arguments: [String], input: [UInt8]? = nil, statuses: Set<Int32> = [0]
    ) throws(ParallelError) -> CommandResult {
        let result = try result(arguments, input: input)
        guard case .exited(let code) = result.status, statuses.contains(code) else {
            throw failure(arguments, result: result)
        }
        return result
    }

    /// Runs a call whose streams the caller has connected, and expects one of `statuses`.
    /// - Parameter command: made by `command(_:)`.
    /// - Throws: as `run`.
    package func run(_ command: Command, statuses: Set<Int32> = [0]) throws(ParallelError) {
        let result = try Spawner.run(command)
        guard case .exited(let code) = result.status, statuses.contains(code) else {
            let verb = command.arguments.first { !$0.hasPrefix("-") && !$0.contains("=") }
            throw failure([verb ?? ""], result: result)
        }
    }

    /// Runs git and returns its answer without the line break at its end.
    package func line(_ arguments: [String], input: [UInt8]? = nil) throws(ParallelError) -> String {
        try run(arguments, input: input).line
    }

    /// Returns the call as a command, for callers that connect streams themselves.
    package func command(_ arguments: [String]) -> Command {
        let variables = environment.merging(gitDirectoryVariables) { own, _ in own }
        var command = Command(
            "git", arguments: Self.patience + Self.plainness + settings + arguments, environment: variables,
            directory: directory)
        command.isInterruptible = isInterruptible
        command.newSession = !isInterruptible
        return command
    }

    /// The settings that make git wait for a lock on references that another git holds. By default it waits a tenth of
    /// a second (git-config(1)). That is too short where many sessions end at once, above all with tables of
    /// references, which have one lock for all of them.
    private static let patience = ["reftable.lockTimeout", "core.filesRefLockTimeout", "core.packedRefsTimeout"]
        .flatMap { ["-c", "\($0)=2000"] }

    /// The settings that keep what git prints in the form that is read here, whatever the user has configured. Without
    /// them, signatures stand between the lines of a log, colours in a diff, and its paths lack their prefixes.
    private static let plainness = [
        "log.showSignature=false", "color.ui=false", "color.diff=false", "diff.noprefix=false",
        "diff.mnemonicPrefix=false", "diff.relative=false",
    ].flatMap { ["-c", $0] }

    /// The variables that tell git in a git directory that it is in one. Without them, `safe.bareRepository=explicit`
    /// makes git refuse it, and so does another user's repository where `safe.directory` names the checkout
    /// (git-config(1)). Nothing there is a work tree.
    private var gitDirectoryVariables: [String: String] {
        let has = { (name: String) in access("\(directory)/\(name)", F_OK) == 0 }
        // A checkout may have files of these names.
        let isGitDirectory = !has(".git") && ["HEAD", "objects", "refs"].allSatisfy(has)
        return isGitDirectory && boundDirectory == nil
            ? ["GIT_DIR": directory, "GIT_IMPLICIT_WORK_TREE": "0"] : [:]
    }

    /// Returns the error for an unexpected result.
    package func failure(_ arguments: [String], result: CommandResult) -> ParallelError {
        // With tables of references, git does not say which lock it is.
        let isLocked = result.errorText.contains("cannot lock references")
        return ParallelError(
            .gitFailed, operation: "git \(arguments.first ?? "")", subject: directory,
            message: "git ended with status \(result.status.shellCode)",
            cause: result.errorText + (isLocked ? "; old locks: parallel-cc doctor" : ""))
    }
}
