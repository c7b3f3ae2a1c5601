internal import Glibc

/// The failure of a system call.
package struct Errno: Error, Equatable {
    /// The errno.
    package let code: Int32

    /// A failure with this errno.
    package init(code: Int32) { self.code = code }

    /// The failure of this thread's last system call.
    package static var current: Errno { Errno(code: errno) }

    /// The message of the C library, such as "No such file or directory".
    package var text: String { String(cString: strerror(code)) }
}
