import Exec
import Glibc
import TestSupport

/// The built programs with the wrapper beside them, in a folder like the one that they are installed in.
enum Programs {
    private static let built: String = {
        if let chosen = getenv("PARALLEL_CC_TEST_BINARIES") { return String(cString: chosen) }
        guard let path = realpath("/proc/self/exe", nil) else { return "." }
        defer { free(path) }
        let text = String(cString: path)
        return text.lastIndex(of: "/").map { String(text[..<$0]) } ?? "."
    }()

    /// The root of the package.
    static let package = "/" + (#filePath).split(separator: "/").dropLast(4).joined(separator: "/")

    /// Puts them into a folder: linked where that is possible, for they are large.
    static func install(into folder: String, wrapper: Bool = true) throws {
        Files.makeDirectories(folder)
        for name in ["parallel-cc", "parallel-cc-run", "parallel-cc-heartbeat", "parallel-cc-sandbox"] {
            let target = folder + "/" + name
            if link(built + "/" + name, target) == 0 { continue }
            let command = Command(
                "cp", arguments: [built + "/" + name, target], environment: ["PATH": "/usr/bin:/bin"])
            guard try Spawner.run(command).status.isSuccess else { throw FixtureError("cannot copy \(name)") }
        }
        if wrapper {
            try Files.writeProgram(folder + "/claude-parallel", Files.read(package + "/scripts/claude-parallel") ?? "")
        }
    }
}
