internal import Glibc

/// A failed system call.
package struct Errno: Error, Equatable {
    package let code: Int32

    package init(code: Int32) { self.code = code }

    /// What the last failed call of this thread left behind.
    package static var current: Errno { Errno(code: errno) }

    /// The text of the C library: "No such file or directory".
    package var text: String { String(cString: strerror(code)) }
}
