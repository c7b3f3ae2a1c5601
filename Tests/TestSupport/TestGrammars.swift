internal import Glibc

/// The folder of grammars that tests use: `PARALLEL_CC_GRAMMARS`, else what `scripts/support/grammars` has put into
/// `.build`.
package enum TestGrammars {
    package static let path: String = {
        if let chosen = getenv("PARALLEL_CC_GRAMMARS") { return String(cString: chosen) }
        let package = "/" + (#filePath).split(separator: "/").dropLast(3).joined(separator: "/")
        return package + "/.build/grammars"
    }()

    /// - Throws: what to run, when it is not there: nothing is tested without it, and nobody shall think it was.
    package static func require() throws -> String {
        guard access(path + "/typescript.so", R_OK) == 0 else {
            throw FixtureError("no grammars at \(path); run: scripts/support/grammars .build/grammars")
        }
        return path
    }
}
