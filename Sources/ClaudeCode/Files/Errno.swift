internal import Glibc

/// A failed system call.
struct Errno: Error, Equatable {
    let code: Int32

    /// What the last failed call of this thread left behind.
    static var current: Errno { Errno(code: errno) }

    /// The text of the C library: "No such file or directory".
    var text: String { String(cString: strerror(code)) }
}
