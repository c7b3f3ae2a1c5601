package import Exec
internal import Glibc
package import HookCore

extension ParallelError.Code {
    /// The git program ended with an unexpected status.
    package static let gitFailed: Self = "git-failed"
}

/// The one door to the `git` program: where it runs, with which surroundings.
///
/// A value: `at`, `on` and `withIndex` give changed copies. Every call sets `GIT_OPTIONAL_LOCKS=0`, so that reading never
/// takes the index lock of somebody who is working, and `GIT_TERMINAL_PROMPT=0`, so that nothing waits for a password.
package struct Git: Sendable {
    /// The working directory of the calls.
    package private(set) var directory: String
    private var environment: [String: String]
    /// `-c key=value` pairs put before the verb.
    private var settings: [String] = []
    private var isInterruptible = true

    /// - Parameter environment: the user's; variables that would bend git to another repository are taken out.
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

    /// An environment without what would bend git to another repository; for commands of the user's that may call it.
    package static func unredirected(_ environment: [String: String]) -> [String: String] {
        environment.filter { !GitVariables.redirecting.contains($0.key) }
    }

    /// A variable of the environment that git gets.
    package func variable(_ name: String) -> String? { environment[name] }

    /// The same surroundings in another directory.
    package func at(_ directory: String) -> Git { changed { $0.directory = directory } }

    /// Bound to a git directory and a working tree that need not know each other, such as one in the trash.
    package func on(gitDirectory: String, workTree: String) -> Git {
        at(workTree).with(["GIT_DIR": gitDirectory, "GIT_WORK_TREE": workTree])
    }

    /// The git directory that the calls are bound to; nil when git finds it from `directory`.
    package var boundDirectory: String? { environment["GIT_DIR"] }

    /// With a private index file, so that nobody's staged changes are touched.
    package func withIndex(_ path: String) -> Git { with(["GIT_INDEX_FILE": path]) }

    /// With further environment variables.
    package func with(_ variables: [String: String]) -> Git {
        changed { $0.environment.merge(variables) { $1 } }
    }

    /// With a configuration value for these calls only.
    package func setting(_ key: String, value: String) -> Git {
        changed { $0.settings += ["-c", "\(key)=\(value)"] }
    }

    /// With a configuration value taken away for these calls only. The key may hold an equals sign, as names of branches may.
    package func withoutSetting(_ key: String) -> Git {
        changed {
            $0.settings.append("--config-env=\(key)=PARALLEL_CC_NOTHING")
            $0.environment["PARALLEL_CC_NOTHING"] = ""
        }
    }

    /// Calls that leave the working trees of submodules alone, whatever the user has set for his own.
    package var withoutSubmodules: Git { setting("submodule.recurse", value: "false") }

    /// Calls that a caught interruption and the terminal's Ctrl-C do not end: for taking back what was begun.
    package var uninterruptible: Git { changed { $0.isInterruptible = false } }

    /// Calls that see commits as they are stored, without replacement references (git-replace(1)) and grafts: these may be
    /// taken away, and then a commit no longer holds what it seemed to. Of a file of grafts that is there git complains.
    package var unreplaced: Git { with(["GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/dev/null/none"]) }

    /// Every object, reference and index is on the disk when a call returns.
    package var durable: Git { setting("core.fsync", value: "all").setting("core.fsyncMethod", value: "fsync") }

    /// Runs git and returns whatever came of it.
    /// - Throws: `.cannotSpawn`, `.interrupted`.
    package func result(_ arguments: [String], input: [UInt8]? = nil) throws(ParallelError) -> CommandResult {
        var command = command(arguments)
        if let input { command.input = .bytes(input) }
        return try Spawner.run(command)
    }

    /// Runs git and expects one of `statuses`.
    /// - Throws: `.gitFailed` with git's own words as the cause, `.cannotSpawn`, `.interrupted`.
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

    /// Runs git and returns its answer without the line break at its end.
    package func line(_ arguments: [String], input: [UInt8]? = nil) throws(ParallelError) -> String {
        var text = try run(arguments, input: input).text
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }

    /// The call as a command, for callers that connect streams themselves.
    package func command(_ arguments: [String]) -> Command {
        let variables = environment.merging(gitDirectoryVariables) { own, _ in own }
        var command = Command(
            "git", arguments: Self.patience + settings + arguments, environment: variables, directory: directory)
        command.isInterruptible = isInterruptible
        command.newSession = !isInterruptible
        return command
    }

    /// How long git waits for a lock on references that another git holds: of its own accord a tenth of a second
    /// (git-config(1)), too short where many sessions end at once, above all with tables of references, which have one lock
    /// for all of them.
    private static let patience = ["reftable.lockTimeout", "core.filesRefLockTimeout", "core.packedRefsTimeout"]
        .flatMap { ["-c", "\($0)=2000"] }

    /// In a git directory git is told that it is one: found by itself it is refused by `safe.bareRepository=explicit`, and in
    /// the repository of another user where `safe.directory` names the checkout (git-config(1)). Nothing there is a work tree.
    private var gitDirectoryVariables: [String: String] {
        let has = { (name: String) in access("\(directory)/\(name)", F_OK) == 0 }
        // A checkout may have files of these names.
        let isGitDirectory = !has(".git") && ["HEAD", "objects", "refs"].allSatisfy(has)
        return isGitDirectory && boundDirectory == nil
            ? ["GIT_DIR": directory, "GIT_IMPLICIT_WORK_TREE": "0"] : [:]
    }

    /// The error for an unexpected result.
    package func failure(_ arguments: [String], result: CommandResult) -> ParallelError {
        // Of tables of references git does not say which lock it is.
        let isLocked = result.errorText.contains("cannot lock references")
        return ParallelError(
            .gitFailed, operation: "git \(arguments.first ?? "")", subject: directory,
            message: "git ended with status \(result.status.shellCode)",
            cause: result.errorText + (isLocked ? "; old locks: parallel-cc doctor" : ""))
    }
}
