internal import Coordinator
internal import Glibc
internal import HookCore

/// The surroundings of one call: a coordinator of its own, the calling session, and its directory.
final class CallContext {
    private let context: MCPContext
    private let operation: String
    /// The call; nil for work of our own.
    private let call: RunningCall?
    private var opened: Coordinator?
    private var found: Session?

    init(_ context: MCPContext, call: RunningCall? = nil, operation: String) {
        self.context = context
        self.call = call
        self.operation = operation
    }

    /// The directory where the server, and so the session, was started.
    var directory: String { context.directory }

    /// Sends a line about slow work to a client that asked for progress.
    func narrate(_ line: String) { call?.progress?.say(line) }

    /// Whether the answer is no longer wanted.
    var isCancelled: Bool { call?.isCancelled == true || context.interruption.isEnding() }

    func coordinator() throws(ParallelError) -> Coordinator {
        if let opened { return opened }
        let progress = call?.progress
        let coordinator = try context.makeCoordinator { progress?.say($0) }.get()
        opened = coordinator
        return coordinator
    }

    /// Returns the session of the claude that asks; nil when there is none. It is found by the process, which stays the
    /// same when /clear gives it another conversation.
    func session() throws(ParallelError) -> Session? {
        if let found { return found }
        let coordinator = try coordinator()
        found = try coordinator.livingSession(ofCaller: context.parent, environment: context.environment)
        if found == nil {
            // A claude without our hooks is known only to its own registry until a command reads that.
            try coordinator.reconcile()
            found = try coordinator.livingSession(ofCaller: context.parent, environment: context.environment)
        }
        return found
    }

    /// Returns the session of the claude that asks.
    /// - Throws: `.unknownSession`.
    func ownSession() throws(ParallelError) -> Session {
        if let session = try session() { return session }
        throw ParallelError(
            .unknownSession, operation: operation,
            message: "This session is not coordinated by parallel-cc, so nothing can be noted for it",
            hint: "start Claude with claude-parallel, or install the hooks: parallel-cc install --hooks")
    }

    /// Returns the repository that the call is about: that of the project's directory, else of the session.
    /// - Parameter path: a directory of another repository, as the model wrote it.
    func repository(_ path: String? = nil) throws(ParallelError) -> String {
        if let path { return try coordinator().repositoryIdentity(at: absolute(path)) }
        do throws(ParallelError) {
            return try coordinator().repositoryIdentity(at: directory)
        } catch {
            if let session = try session() { return session.repository }
            throw error
        }
    }

    /// Returns a path as Claude's own file tools understand it: relative to the directory where the session was
    /// started.
    func absolute(_ path: String) -> String { FilePath.absolute(path, in: directory) }

    /// Returns the location of a path in its repository.
    /// - Throws: `invalid-path` for a path in no worktree.
    func location(_ path: String) throws(ParallelError) -> ClaimLocation {
        if let location = ClaimLocation(absolute: absolute(path)) { return location }
        throw ParallelError(
            "invalid-path", operation: operation, subject: path, message: "the path is in no worktree of a repository")
    }

    /// Returns the location of a path that must be in the given repository, which may be around that of a submodule.
    /// - Throws: `invalid-path` for any other path.
    func location(_ path: String, in repository: String) throws(ParallelError) -> ClaimLocation {
        let location = try location(path)
        let locations = ClaimLocation.enclosing(absolute(path))
        if let found = locations.first(where: { $0.repository.isSame(as: repository) }) { return found }
        throw ParallelError(
            "invalid-path", operation: operation, subject: path,
            message: "the path is in another repository: \(location.repository)")
    }

    /// Returns the reach of a target, which also covers repositories around this one and inside of it.
    func reach(_ path: String, target: ClaimTarget, in repository: String) throws(ParallelError) -> ClaimReach {
        ClaimReach(target, in: repository, at: try location(path, in: repository).root)
    }

    /// Returns the target of a claim. A directory that exists, or a path that ends with a slash, means everything below
    /// it.
    func target(_ path: String, in repository: String) throws(ParallelError) -> ClaimTarget {
        let location = try location(path, in: repository)
        var status = stat()
        let full = Array(location.root.utf8) + [0x2F] + location.path + [0]
        let isFolder = full.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { text in
                text.baseAddress.map { lstat($0, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR } ?? false
            }
        }
        return ClaimTarget(isFolder || path.hasSuffix("/") ? .directory : .path, at: location.path)
    }
}
