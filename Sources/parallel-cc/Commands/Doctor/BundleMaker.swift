internal import Coordinator
internal import Glibc
internal import HookCore
internal import Wiring

/// Gathers the content of a bundle.
struct BundleMaker {
    let surroundings: ProgramEnvironment
    let findings: [Finding]
    /// The Coordinator; nil where the database cannot be used.
    let coordinator: Coordinator?

    private static let mostEvents = 200
    private static let mostProblems = 20

    var document: BundleDocument {
        let report = report
        let names = BundleNames(surroundings: surroundings).added(to: report.value?.pseudonyms ?? Pseudonyms())
        let redactor = Redactor(names)
        let missing = report.reason.map(redactor.redacted) ?? ""
        func part<Value>(_ of: (DatabaseReport) -> Value) -> BundlePart<Value> {
            report.value.map { .told(of($0)) } ?? .unavailable(missing)
        }
        return BundleDocument(
            createdAt: Timestamp.now().text, versions: BundleVersions(surroundings, with: redactor),
            system: BundleSystem(shell: surroundings.shell), checks: findings.map { BundleCheck($0, with: redactor) },
            settings: settings(redactor), database: database(rows: part(\.rows), with: redactor),
            sessions: part(\.sessions), worktrees: part(\.worktrees), events: part(\.events),
            environment: environment)
    }

    /// The report of the database, or the reason why there is none.
    private var report: (value: DatabaseReport?, reason: String?) {
        guard let coordinator else { return (nil, whyUnusable) }
        do throws(ParallelError) {
            let around = surroundings.directory.flatMap(MainCheckout.around)
            return (try coordinator.report(limit: Self.mostEvents, around: around), nil)
        } catch {
            return (nil, error.fullMessage)
        }
    }

    private var whyUnusable: String {
        findings.last { $0.check == "database" && $0.status == .bad }?.message ?? "there is no data directory"
    }

    private func settings(_ redactor: Redactor) -> BundlePart<[BundleSetting]> {
        guard let coordinator, let path = surroundings.dataDirectory else {
            return .unavailable(redactor.redacted(whyUnusable))
        }
        do throws(ParallelError) {
            let entries = try coordinator.settingEntries(at: surroundings.directory)
            return .told(entries.map { BundleSetting($0, userFile: path + "/config.json") })
        } catch {
            // The output of git may quote files.
            return .unavailable(error.code.rawValue)
        }
    }

    private func database(rows: BundlePart<[String: Int]>, with redactor: Redactor) -> BundleDatabase {
        guard let path = surroundings.dataDirectory else {
            let reason = "there is no data directory"
            return BundleDatabase(
                bytes: .unavailable(reason), logBytes: .unavailable(reason), schemaVersion: .unavailable(reason),
                problems: .unavailable(reason), rows: rows)
        }
        func asked<Value>(_ ask: () throws(ParallelError) -> Value) -> BundlePart<Value> {
            do throws(ParallelError) {
                return .told(try ask())
            } catch {
                return .unavailable(redactor.redacted(error.fullMessage))
            }
        }
        return BundleDatabase(
            bytes: size(path + "/coordinator.db"), logBytes: size(path + "/coordinator.db-wal"),
            schemaVersion: asked { () throws(ParallelError) in try DatabaseCheck.schemaVersion(dataDirectory: path) },
            problems: asked { () throws(ParallelError) in
                try DatabaseCheck.problems(dataDirectory: path).prefix(Self.mostProblems).map(redactor.redacted)
            },
            rows: rows)
    }

    /// The size of a file by its name alone: closing a descriptor of the database would release the locks on it.
    private func size(_ path: String) -> BundlePart<Int> {
        var status = stat()
        return stat(path, &status) == 0 ? .told(status.st_size) : .unavailable(String(cString: strerror(errno)))
    }

    private var environment: [String] {
        let prefixes = ["CLAUDE", "GIT_", "PARALLEL_CC_"]
        return surroundings.environment.keys.filter { name in prefixes.contains { name.hasPrefix($0) } }.sorted()
    }
}
