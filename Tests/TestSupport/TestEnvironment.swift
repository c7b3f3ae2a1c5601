internal import Glibc

/// The environment that tests give to children: a HOME of their own, no configuration of the machine's or the user's,
/// pinned identity, and no file of coverage counters in the folder where they run.
package enum TestEnvironment {
    /// - Parameter home: a folder of the test's own.
    package static func make(home: String) -> [String: String] {
        [
            "HOME": home, "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": home + "/.gitconfig",
            "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.invalid",
            "GIT_COMMITTER_NAME": "Test", "GIT_COMMITTER_EMAIL": "test@example.invalid",
            "LLVM_PROFILE_FILE": "/dev/null",
        ]
    }
}
