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

    /// What helps where a file cannot be written for this reason.
    /// - Parameter place: what must be writable, for the user.
    package func remedy(in place: String) -> String {
        [ENOSPC, EDQUOT].contains(code)
            ? "free some space and try again" : "check the owner and the permissions of \(place)"
    }
}
