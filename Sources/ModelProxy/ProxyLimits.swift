/// The limits that keep one client from holding up the others. All times are in milliseconds.
package struct ProxyLimits: Sendable {
    /// The largest number of connections at once. Beyond it one is closed that is idle or has shown no token yet, else
    /// the new one is refused.
    package var connections = 256
    /// The largest number of connections of one task, so that others have theirs.
    package var connectionsOfTask = 64
    /// The longest time between the first byte of a request and the end of its head.
    package var headTime: Int64 = 10_000
    /// The longest time between two requests of a connection.
    package var idleTime: Int64 = 120_000
    /// The longest time in which no byte of a request's content comes.
    package var bodyPause: Int64 = 30_000
    /// The longest time for all of a request's content.
    package var bodyTime: Int64 = 300_000
    /// The longest time in which a client takes no byte of an answer.
    package var writePause: Int64 = 120_000
    /// The longest time in which the model API sends nothing.
    package var upstreamPause: Int64 = 600_000
    /// The largest head of a request, in bytes.
    package var headBytes = 64 << 10
    /// The largest content of a request, in bytes.
    package var bodyBytes = 64 << 20

    /// The time after the proxy's start in which a request of an unknown task waits: commands whose tasks an earlier
    /// proxy has served tell of them again.
    package var registrationTime: Int64 = 10_000
    /// The time after which a proxy ends that has no task and no connection.
    package var unusedTime: Int64 = 30_000

    /// The limits for work.
    package init() {}
}
