internal import Glibc

/// Somebody whom permissions hold back, also when root runs the tests.
///
/// On Linux the ids that files are accessed with belong to one thread, and the capabilities of root that override
/// permissions go with them (setfsuid(2), capabilities(7)). For anybody else nothing is changed.
package struct OrdinaryUser {
    private typealias SetID = @convention(c) (UInt32) -> Int32

    private let setUser: SetID
    private let isNeeded = geteuid() == 0
    /// `nobody` of most systems; it need not exist.
    private let user: UInt32 = 65_534

    /// - Parameter paths: are given to him.
    package init(owning paths: [String]) throws {
        // The module of the C library does not export <sys/fsuid.h>.
        guard let symbol = dlsym(nil, "setfsuid") else { throw FixtureError("no setfsuid") }
        setUser = unsafeBitCast(symbol, to: SetID.self)
        for path in paths where isNeeded {
            guard chown(path, user, user) == 0 else { throw FixtureError("cannot give away \(path)") }
        }
    }

    /// Runs `body` on this thread as him.
    package func run<Value>(_ body: () throws -> Value) throws -> Value {
        guard isNeeded else { return try body() }
        _ = setUser(user)
        defer { _ = setUser(0) }
        // It answers with the id before, and never with an error.
        guard setUser(user) == Int32(user) else { throw FixtureError("setfsuid failed") }
        return try body()
    }
}
