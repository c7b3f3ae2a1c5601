internal import Glibc
internal import HookCore

/// The address of a unix socket.
struct UnixAddress {
    /// The longest path, in bytes: the kernel's field has one more, for the end.
    static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    private var address = sockaddr_un()

    /// - Throws: `.cannotListen` where the path does not fit.
    init(_ path: String) throws(ParallelError) {
        guard !path.isEmpty, path.utf8.count <= Self.longestPath else {
            throw ParallelError(
                .cannotListen, operation: "listen at", subject: path,
                message: "the path of a unix socket may have \(Self.longestPath) bytes, and this one has "
                    + "\(path.utf8.count)", hint: "choose a shorter folder")
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    }

    /// Returns a new socket that does not block; negative, with errno, where there is none.
    static func socket() -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        return Glibc.socket(AF_UNIX, kind, 0)
    }

    /// Gives a socket this address.
    /// - Returns: whether that worked; else errno is set.
    func bind(_ descriptor: Int32) -> Bool { withPointer { Glibc.bind(descriptor, $0, $1) == 0 } }

    /// Connects a socket to the one that listens at this address.
    /// - Returns: whether that worked; else errno is set.
    func connect(_ descriptor: Int32) -> Bool { withPointer { Glibc.connect(descriptor, $0, $1) == 0 } }

    private func withPointer(_ body: (__CONST_SOCKADDR_ARG, socklen_t) -> Bool) -> Bool {
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body(__CONST_SOCKADDR_ARG(__sockaddr__: $0), socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
