internal import CSystem

/// Which sources this program was built from.
package enum BuildCommit {
    /// The shortened id of the commit; empty when the program was not built from git.
    package static var text: String { csystem_commit().map { String(cString: $0) } ?? "" }
}
