import Glibc
import Testing

/// Somebody whom permissions hold back, also when root runs the tests.
///
/// On Linux the ids that files are accessed with belong to one thread, and the capabilities of root that override
/// permissions go with them (setfsuid(2), capabilities(7)). For anybody else nothing is changed.
struct OrdinaryUser {
    private typealias SetID = @convention(c) (UInt32) -> Int32

    private let setUser: SetID
    private let isNeeded = geteuid() == 0
    /// `nobody` of most systems; it need not exist.
    private let user: UInt32 = 65_534

    /// - Parameter paths: are given to him.
    init(owning paths: [String]) throws {
        // The module of the C library does not export <sys/fsuid.h>.
        let symbol = try #require(dlsym(nil, "setfsuid"))
        setUser = unsafeBitCast(symbol, to: SetID.self)
        for path in paths where isNeeded { try #require(chown(path, user, user) == 0) }
    }

    /// Runs `body` on this thread as him.
    func run<Value>(_ body: () throws -> Value) throws -> Value {
        guard isNeeded else { return try body() }
        _ = setUser(user)
        defer { _ = setUser(0) }
        // It answers with the id before, and never with an error.
        try #require(setUser(user) == Int32(user))
        return try body()
    }
}
