import CoordinatorFixtures
import HookCore
import TestSupport

@testable import Coordinator

/// A repository with a submodule `lib`, which has one of its own, `inner`; and a session in a worktree where both are
/// checked out.
struct Submodules {
    let fixture: CoordinatorFixture
    /// The remotes of the two.
    let library: GitFixture
    let inner: GitFixture
    private(set) var session: Registration

    var place: String { session.directory }
    var lib: String { place + "/lib" }

    /// - Parameters:
    ///   - inMain: whether they are checked out in the main checkout, too.
    ///   - update: options of `git submodule update`.
    ///   - prepare: what is done to the library before anybody clones it.
    init(inMain: Bool = false, update: [String] = [], prepare: (GitFixture) throws -> Void = { _ in }) throws {
        fixture = try CoordinatorFixture()
        inner = try GitFixture()
        try inner.commit(["in": "inner\n", ".gitignore": "*.log\n"], message: "inner")
        library = try GitFixture()
        try library.git(["submodule", "--quiet", "add", inner.root, "inner"])
        try library.commit(["a": "library\n", ".gitignore": "*.log\n"], message: "library")
        try prepare(library)
        // So that everybody can push to it.
        try library.git(["config", "receive.denyCurrentBranch", "ignore"])
        try inner.git(["config", "receive.denyCurrentBranch", "ignore"])
        try fixture.git(["submodule", "--quiet", "add", "file://" + library.root, "lib"])
        try fixture.gitFixture.commit([".gitignore": "*.log\n"], message: "submodule")
        if inMain {
            try fixture.git(["submodule", "--quiet", "update", "--init", "--recursive"])
        } else {
            try fixture.git(["submodule", "--quiet", "deinit", "--all", "--force"])
            TemporaryDirectory.remove(fixture.repository + "/modules")
        }
        session = try fixture.startInWorktree()
        try fixture.git(["submodule", "--quiet", "update", "--init", "--recursive"] + update, at: place)
    }

    /// Where git keeps the repository of `lib` for the worktree.
    var modules: String { fixture.repository + "/worktrees/" + (session.session.worktreeName ?? "") + "/modules" }

    /// Adds a worktree to `lib`.
    /// - Returns: where it is.
    func addWorktree(_ options: [String]) throws -> String {
        let other = fixture.gitFixture.directory.appending("of lib")
        try fixture.git(["worktree", "add", "--quiet"] + options + [other], at: lib)
        return other
    }

    /// - Parameter reach: called at each named point.
    func release(reach: @escaping @Sendable (String) -> Void = { _ in }) throws -> RemovalOutcome? {
        try fixture.command(reach: reach).release(.id(session.session.id), reason: "test").worktree
    }
}
