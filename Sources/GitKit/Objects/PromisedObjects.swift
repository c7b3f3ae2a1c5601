internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Reads the objects of a partial clone. Objects that it lacks are fetched from the remote that has promised them, as
/// git itself does. git's own files do not keep libgit2 from opening such a clone.
final class PromisedObjects: ObjectSource {
    private let objects: LibGit2Objects
    private let git: Git
    private let remotes: [String]
    /// Whether a fetch has failed. The others would fail too, and each may take long.
    private var isCutOff = false

    /// The time that a fetch may take, in milliseconds.
    private static let patience = 120_000

    /// Asks git for the promisor remotes.
    /// - Parameters:
    ///   - objects: the objects that the clone has.
    ///   - git: a git in the repository.
    init(_ objects: LibGit2Objects, with git: Git) throws(ParallelError) {
        self.objects = objects
        self.git = git
        let question = ["config", "--null", "--type=bool", "--get-regexp", #"^remote\..*\.promisor$"#]
        let answer = try git.run(question, statuses: [0, 1])
        var named = ZeroSeparated.fields(answer.output).compactMap { field -> String? in
            let parts = Array(field).display.split(separator: "\n").map(String.init)
            guard parts.count == 2, parts[1] == "true" else { return nil }
            return String(parts[0].dropFirst("remote.".count).dropLast(".promisor".count))
        }
        let extended = try git.run(["config", "extensions.partialClone"], statuses: [0, 1]).text
        named += extended.split(separator: "\n").map(String.init).filter { !named.holds(name: $0) }
        remotes = named
    }

    func read(_ id: ObjectID, kind: ObjectKind) throws(ParallelError) -> [UInt8] {
        if !objects.has(id) { try fetch([id]) }
        return try objects.read(id, kind: kind)
    }

    func prepare(_ ids: () throws(ParallelError) -> [ObjectID]) throws(ParallelError) {
        if isCutOff { return }
        let missing = try ids().filter { !objects.has($0) }
        if !missing.isEmpty { try fetch(missing) }
    }

    /// Fetches objects. An object that no remote gives stays missing, and its reader fails.
    private func fetch(_ ids: [ObjectID]) throws(ParallelError) {
        let plain = git.setting("fetch.negotiationAlgorithm", value: "noop")
        let input = Array(Set(ids.map { $0.hexadecimal + "\n" }).sorted().joined().utf8)
        for remote in remotes where !isCutOff {
            var command = plain.command([
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
                "--recurse-submodules=no", "--filter=blob:none", "--stdin", remote,
            ])
            command.input = .bytes(input)
            command.timeoutMilliseconds = Self.patience
            if try Spawner.run(command).status.isSuccess { return }
        }
        isCutOff = true
    }
}
