import CoordinatorFixtures
import Exec
import GitKit
import HookCore
import TestSupport

@testable import Coordinator
@testable import Integration

/// A repository in which the branch `theirs` does not go together with `main`.
struct ConflictFixture {
    let fixture: CoordinatorFixture

    /// - Parameters: files by name; nil takes one away.
    init(_ base: [String: String], ours: [String: String?], theirs: [String: String?]) throws {
        fixture = try CoordinatorFixture()
        try fixture.gitFixture.commit(base, message: "base")
        try fixture.git(["switch", "--quiet", "-c", "theirs"])
        try commit(theirs, "theirs")
        try fixture.git(["switch", "--quiet", "main"])
        try commit(ours, "ours")
    }

    private func commit(_ files: [String: String?], _ message: String) throws {
        for (name, content) in files {
            if let content {
                try Files.write(fixture.root + "/" + name, content)
            } else {
                try fixture.git(["rm", "--quiet", "--", name])
            }
        }
        try fixture.git(["add", "--all"])
        try fixture.git(["commit", "--quiet", "-m", message])
    }

    /// Merges `theirs` into the main checkout, which stops.
    @discardableResult
    func merge(_ arguments: [String] = ["merge", "theirs"]) throws -> ConflictFixture {
        let command = Command(
            "git", arguments: arguments, environment: fixture.gitFixture.environment, directory: fixture.root)
        guard case .exited(1) = try Spawner.run(command).status else { throw FixtureError("there was no conflict") }
        return self
    }

    /// The one conflict of the main checkout.
    func finding() throws -> ConflictFinding {
        let found = try Conflicts(fixture.command()).detect(at: fixture.root).findings
        guard found.count == 1 else { throw FixtureError("\(found.count) conflicts: \(found)") }
        return found[0]
    }

    func file(_ name: String) -> String? { Files.read(fixture.root + "/" + name) }
}
