import Glibc

/// Where the programs under test are: `PARALLEL_CC_TEST_BINARIES`, for the release build, else beside the tests.
enum Binaries {
    static let folder: String = {
        if let chosen = getenv("PARALLEL_CC_TEST_BINARIES") { return String(cString: chosen) }
        guard let path = realpath("/proc/self/exe", nil) else { return "." }
        defer { free(path) }
        let text = String(cString: path)
        return text.lastIndex(of: "/").map { String(text[..<$0]) } ?? "."
    }()

    static var heartbeat: String { folder + "/parallel-cc-heartbeat" }
    static var runner: String { folder + "/parallel-cc-run" }

    /// The scripts of this package.
    static let scripts: String = {
        let file = #filePath
        let parts = file.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/scripts"
    }()
}
