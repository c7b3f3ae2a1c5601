import CoordinatorFixtures
import Exec
import TestSupport

/// The command that a reason for keeping names.
enum Remedy {
    /// Does what helps, as it stands.
    static func follow(_ kept: String?, in fixture: CoordinatorFixture) throws {
        let words = try words(kept)
        // A condition ends with a colon.
        let isConditional = words.hasPrefix("if ") || words.hasPrefix("as root: ")
        let line = isConditional ? String(words.drop { $0 != ":" }.dropFirst()) : words
        try run(line, in: fixture)
    }

    /// Types what helps as a user who is not root.
    static func followAsNobody(_ kept: String?, in fixture: CoordinatorFixture) throws {
        let line = try words(kept)
        try run("setpriv --reuid 65534 --regid 65534 --clear-groups bash -c \(ShellWord.script(line))", in: fixture)
    }

    /// What stands in a reason as the way that helps.
    static func words(_ kept: String?) throws -> String {
        let kept = kept ?? ""
        let words = kept.ranges(of: ". What helps: ").first.map { String(kept[$0.upperBound...]) }
        guard let words else { throw FixtureError("no remedy: \(kept)") }
        return words
    }

    /// Types a line into the shell of a user.
    static func run(_ line: String, in fixture: CoordinatorFixture) throws {
        let result = try Spawner.run(
            Command("/bin/bash", arguments: ["-c", line], environment: fixture.gitFixture.environment, directory: "/"))
        guard result.status.isSuccess else { throw FixtureError("\(line): \(result.errorText)") }
    }
}
