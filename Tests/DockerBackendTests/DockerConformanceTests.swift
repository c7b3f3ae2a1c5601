import BackendConformance
import TestSupport
import Testing

@testable import DockerBackend

/// What every backend must do, against a real dockerd.
@Suite(.enabled(if: TestEngine.isPossible, TestEngine.isMissing))
struct DockerConformanceTests {
    @Test(arguments: ConformanceCase.all) func `conforms`(_ one: ConformanceCase) throws {
        try one.run(TestEngine.backend(), image: TestEngine.image)
    }
}
