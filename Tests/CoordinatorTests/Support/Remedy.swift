import CoordinatorFixtures
import Exec
import TestSupport

/// The command that a reason for keeping names.
enum Remedy {
    /// Does what helps, as it stands.
    static func follow(_ kept: String?, in fixture: CoordinatorFixture) throws {
        let kept = kept ?? ""
        let words = kept.ranges(of: ". What helps: ").first.map { String(kept[$0.upperBound...]) }
        guard let words else { throw FixtureError("no remedy: \(kept)") }
        // A condition ends with a colon.
        let isConditional = words.hasPrefix("if ") || words.hasPrefix("as root: ")
        let line = isConditional ? String(words.drop { $0 != ":" }.dropFirst()) : words
        let result = try Spawner.run(
            Command("/bin/sh", arguments: ["-c", line], environment: fixture.gitFixture.environment, directory: "/"))
        guard result.status.isSuccess else { throw FixtureError("\(line): \(result.errorText)") }
    }
}
