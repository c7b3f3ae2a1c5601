internal import Files
internal import Glibc
package import HookCore
internal import JSON

/// Claude Code's own list of its sessions: `<claude folder>/sessions/<pid>.json`. Read only.
package struct SessionRegistry: Sendable {
    /// The sessions that were found, and the files that could not be read.
    package struct Listing: Sendable {
        /// The sessions by pid, ascending. Their processes may be dead.
        package let sessions: [RegistrySession]
        /// The errors of the files that were skipped, one each.
        package let problems: [ParallelError]
    }

    private let folder: String
    private static let suffix = ".json"

    /// - Parameter claudeDirectory: the path `${CLAUDE_CONFIG_DIR:-~/.claude}`.
    package init(claudeDirectory: String) {
        folder = claudeDirectory + "/sessions"
    }

    /// Reads all entries. A folder that does not exist is an empty list. Files that vanish meanwhile are skipped
    /// silently, broken ones are reported; Claude Code may be writing them at this moment.
    package func list() -> Listing {
        var sessions: [RegistrySession] = []
        var problems: [ParallelError] = []
        do throws(ParallelError) {
            for pid in try pids().sorted() {
                do throws(ParallelError) {
                    if let session = try session(pid) { sessions.append(session) }
                } catch {
                    problems.append(error)
                }
            }
        } catch {
            problems.append(error)
        }
        return Listing(sessions: sessions, problems: problems)
    }

    /// Reads the entry of one process; `nil` when there is none. Throws `invalid-json` or `file-unreadable`.
    package func session(_ pid: Int32) throws(ParallelError) -> RegistrySession? {
        let path = "\(folder)/\(pid)\(Self.suffix)"
        guard let content = try AtomicFile.read(path) else { return nil }
        let document = try JSONDocument(content, name: path)
        guard let session = document.value().flatMap(RegistrySession.init), session.pid == pid else {
            throw ParallelError(
                .invalidJSON, operation: "read", subject: path, message: "this is no entry of process \(pid)")
        }
        return session
    }

    private func pids() throws(ParallelError) -> [Int32] {
        do throws(Errno) {
            let names = try DirectoryReader(folder).entries().map(\.name.display)
            return names.filter { $0.hasSuffix(Self.suffix) }.compactMap { Int32($0.dropLast(Self.suffix.count)) }
        } catch {
            if error.code == ENOENT { return [] }
            throw ParallelError(
                .fileUnreadable, operation: "read", subject: folder, message: "the folder cannot be read",
                cause: error.text)
        }
    }
}
