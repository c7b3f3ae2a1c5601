import CoordinatorFixtures
import TestSupport
import Testing

@testable import Coordinator

/// Where git runs the hooks of a repository.
@Suite struct GitHooksPlaceTests {
    @Test(arguments: ["plain", "a b", "a\nb"])
    func `a repository's hooks are found, whatever its path`(_ name: String) throws {
        let fixture = try CoordinatorFixture()
        let place = fixture.gitFixture.directory.appending(name)
        try fixture.git(["init", "--quiet", place])
        let found = Coordinator.gitHooks(around: place, environment: fixture.gitFixture.environment)
        #expect(found?.directory == place + "/.git/hooks")
        #expect(found?.commonDirectory == place + "/.git")
    }
}
