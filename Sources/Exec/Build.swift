internal import CSystem

/// The sources and libraries that this program was built from.
package enum Build {
    /// The shortened id of the commit; empty when the program was not built from git.
    package static var commit: String { csystem_commit().map { String(cString: $0) } ?? "" }

    /// The Debian packages whose static libraries a release build contains, as `libgit2-dev 1.5.1+ds-1+deb12u2, …`;
    /// empty when it was not built on Debian. A debug build uses shared libraries instead, which may be other versions
    /// by now.
    package static var libraries: String { csystem_libraries().map { String(cString: $0) } ?? "" }
}
