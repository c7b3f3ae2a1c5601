import Glibc
import HookCore
import TestSupport
import Testing

@testable import Files

@Suite struct FileWriterTests {
    private let directory = TemporaryDirectory()

    @Test func `a file that cannot be put in place leaves nothing beside it`() throws {
        let path = directory.appending("taken")
        try TestSupport.Files.write(path + "/inside", "x")
        let error = #expect(throws: ParallelError.self) {
            try FileWriter.replace(path, with: [1, 2, 3], mode: 0o644)
        }
        #expect(error?.cause == "Is a directory")
        #expect(DirectoryNames.list(directory.path) == ["taken"])
    }

    @Test func `a file of which only a part can be written is taken away again`() async throws {
        let path = directory.appending("new")
        // In a child, because the limit holds for a whole process.
        await #expect(processExitsWith: .success) { [path = path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let fileSize = __rlimit_resource_t(rawValue: 1)
            var limit = rlimit()
            #expect(getrlimit(fileSize, &limit) == 0)
            let unlimited = limit.rlim_cur
            limit.rlim_cur = 2
            #expect(setrlimit(fileSize, &limit) == 0)
            #expect(throws: ParallelError.self) {
                try FileWriter.create(Array(path.utf8), bytes: [1, 2, 3], mode: 0o644)
            }
            // The child writes its coverage counters when it ends.
            limit.rlim_cur = unlimited
            #expect(setrlimit(fileSize, &limit) == 0)
        }
        #expect(DirectoryNames.list(directory.path).isEmpty)
    }
}
