internal import Coordinator
internal import Exec
internal import Glibc
internal import HookCore
internal import Wiring

/// The data directory and the database.
struct DataChecks {
    let surroundings: ProgramEnvironment
    let fix: Bool

    private static let check = "data directory"

    var directory: [Finding] {
        guard let path = surroundings.dataDirectory else {
            return [
                Finding(
                    Self.check, status: .bad, message: "neither HOME nor PARALLEL_CC_DATA_DIR is an absolute path",
                    remedy: "export PARALLEL_CC_DATA_DIR=/a/path")
            ]
        }
        var status = stat()
        guard stat(path, &status) == 0 else {
            return [Finding(Self.check, status: .good, message: "\(path) will be made when it is needed")]
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return [Finding(Self.check, status: .bad, message: "\(path) is no directory", remedy: "move it away")]
        }
        guard access(path, R_OK | W_OK | X_OK) == 0 else {
            let remedy = "chown -R $(id -u) \(ShellWord.quote(path))"
            return [Finding(Self.check, status: .bad, message: "\(path) is not writable", remedy: remedy)]
        }
        if status.st_mode & 0o077 != 0 {
            let isMended = fix && chmod(path, 0o700) == 0
            return [
                Finding(
                    Self.check, status: isMended ? .mended : .notice, message: "\(path) was open to other users",
                    remedy: isMended ? nil : "chmod 700 \(ShellWord.quote(path))")
            ]
        }
        return [Finding(Self.check, status: .good, message: path)]
    }

    var library: Finding {
        let fault =
            DatabaseCheck.libraryHasLogResetFault
            ? ", with the WAL-reset fault (mended in 3.51.3), which does no harm here: "
            : ": "
        return Finding(
            "SQLite", status: .good,
            message: DatabaseCheck.libraryVersion + fault
                + "our programs fold the log in only while they hold the write lock")
    }

    /// - Returns: the findings, and the Coordinator if the database can be used.
    func database() -> ([Finding], Coordinator?) {
        guard let path = surroundings.dataDirectory else { return ([], nil) }
        var mended: [Finding] = []
        do throws(ParallelError) {
            if let damage = try damage(path) {
                guard fix else { return ([damage], nil) }
                let asidePath = try DatabaseCheck.putAside(dataDirectory: path, mark: "\(Timestamp.now().milliseconds)")
                mended = [Finding("database", status: .mended, message: "a damaged one was put aside as \(asidePath)")]
            }
            let coordinator = try Coordinator(.live(surroundings))
            let update = coordinator.schemaUpdate
            return (
                mended + [
                    Finding(
                        "database", status: .good, message: "\(path)/coordinator.db, schema of version \(update.to)")
                ],
                coordinator
            )
        } catch {
            return (mended + [Finding("database", status: .bad, message: error.fullMessage, remedy: error.hint)], nil)
        }
    }

    private func damage(_ path: String) throws(ParallelError) -> Finding? {
        let remedy = "parallel-cc doctor --fix puts it aside; what git knows is entered anew"
        do throws(ParallelError) {
            let problems = try DatabaseCheck.problems(dataDirectory: path)
            return problems.first.map {
                Finding("database", status: .bad, message: "it is damaged: \($0)", remedy: remedy)
            }
        } catch {
            guard error.code == .databaseCorrupt else { throw error }
            return Finding("database", status: .bad, message: error.fullMessage, remedy: remedy)
        }
    }
}
