import Glibc

/// The built programs: those of `PARALLEL_CC_TEST_BINARIES`, for the release build, else those beside the tests.
package enum BuiltPrograms {
    private static let folder: String = {
        if let chosen = getenv("PARALLEL_CC_TEST_BINARIES") { return String(cString: chosen) }
        guard let path = realpath("/proc/self/exe", nil) else { return "." }
        defer { free(path) }
        let text = String(cString: path)
        return text.lastIndex(of: "/").map { String(text[..<$0]) } ?? "."
    }()

    /// The root of the package.
    package static let package = "/" + (#filePath).split(separator: "/").dropLast(3).joined(separator: "/")

    /// Returns the path of a program.
    package static func path(_ name: String) -> String { folder + "/" + name }
}
