internal import ClaudeCode
internal import CommandLineKit
package import Coordinator
internal import FoundationEssentials
package import HookCore

extension CoordinatorContext {
    /// The context of the running program, with the real clock, processes and files.
    /// - Parameter busyTimeout: the milliseconds to wait for a locked database.
    /// - Throws: when there is no data directory or `/proc` cannot be read.
    package static func live(
        _ surroundings: ProgramEnvironment = .current, busyTimeout: Int = 5_000
    ) throws(ParallelError) -> CoordinatorContext {
        guard let data = surroundings.dataDirectory else {
            let isRelative = surroundings.environment["PARALLEL_CC_DATA_DIR"]?.isEmpty == false
            throw ParallelError(
                .databaseNotWritable, operation: "find data directory",
                message: isRelative
                    ? "PARALLEL_CC_DATA_DIR is no absolute path" : "neither HOME nor PARALLEL_CC_DATA_DIR is set",
                hint: "set PARALLEL_CC_DATA_DIR to an absolute path")
        }
        guard let process = ProcessIdentity.current() else {
            throw ParallelError(.invalidProcess, operation: "look at this process", message: "/proc cannot be read")
        }
        let claude = surroundings.claudeDirectory
        return CoordinatorContext(
            dataDirectory: data, directory: surroundings.directory, environment: surroundings.environment,
            host: .current(), process: process,
            now: Timestamp.now, makeID: { UUID().uuidString.lowercased() }, makeSuffix: randomSuffix,
            isAlive: { $0.isAlive }, nativeSessions: { claude.map(registeredSessions) ?? [] },
            conversations: { directory in claude.map { storedConversations($0, in: directory) } ?? [] },
            narrate: { line in if Printer.errorTerminal.isTerminal { Printer.narrate(line.displayable) } },
            busyTimeout: busyTimeout, overrides: SettingVariables.read(surroundings.environment),
            grammars: GrammarFolder.find(surroundings))
    }

    private static func randomSuffix() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<4).compactMap { _ in letters.randomElement() })
    }

    private static func storedConversations(
        _ claudeDirectory: String, in directory: String
    ) -> [(claudeSessionID: String, updated: Timestamp)] {
        TranscriptFolder(claudeDirectory: claudeDirectory, directory: directory).list().map {
            ($0.sessionID, Timestamp(milliseconds: $0.updated))
        }
    }

    private static func registeredSessions(_ claudeDirectory: String) -> [NativeSession] {
        SessionRegistry(claudeDirectory: claudeDirectory).list().sessions.compactMap { entry in
            guard let start = entry.processStart, let directory = entry.cwd else { return nil }
            return NativeSession(
                process: ProcessIdentity(pid: entry.pid, startTime: start), directory: directory,
                claudeSessionID: entry.sessionID, name: entry.name.flatMap { SessionName($0).text },
                status: entry.status?.rawValue,
                waitingFor: entry.waitingFor)
        }
    }
}

/// Environment variables that set configuration: `worktree.base` is `PARALLEL_CC_WORKTREE_BASE`.
package enum SettingVariables {
    static func read(_ environment: [String: String]) -> [String: String] {
        var found: [String: String] = [:]
        for key in ConfigurationKey.all {
            if let value = environment[name(of: key.name)] { found[key.name] = value }
        }
        return found
    }

    /// The environment variable of a setting.
    static func name(of key: String) -> String {
        let letters = key.flatMap { character -> String in
            if character == "." { return "_" }
            return character.isUppercase ? "_\(character)" : character.uppercased()
        }
        return "PARALLEL_CC_" + String(letters)
    }
}
