import Glibc
import HookCore
import TestSupport
import Testing

@testable import ModelProxy

@Suite struct ProxySocketTests {
    private let directory = TemporaryDirectory()
    private var path: String { directory.path + "/private/shared/model.sock" }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func `the socket is open to everybody in a folder that only its owner can come to`() throws {
        do {
            let socket = try ProxySocket(at: path)
            #expect(mode(path) == 0o666)
            #expect(mode(directory.path + "/private/shared") == 0o711)
            #expect(mode(directory.path + "/private") == 0o700)
            #expect(Files.exists(directory.path + "/private/shared.lock"))
            _ = consume socket
        }
        #expect(!Files.exists(path))
    }

    @Test func `another user can connect where the folder is mounted`() throws {
        let socket = try ProxySocket(at: path)
        // A mount leads past the private folder; its permissions stand for that here.
        chmod(directory.path, 0o755)
        chmod(directory.path + "/private", 0o755)
        try OrdinaryUser(owning: []).run { _ = try UnixSocket(connectingTo: path) }
        chmod(directory.path + "/private", 0o700)
        _ = consume socket
    }

    @Test func `a living proxy's socket is left alone`() throws {
        let socket = try ProxySocket(at: path)
        let error = #expect(throws: ParallelError.self) { _ = try ProxySocket(at: path) }
        #expect(error?.code == .proxyRuns)
        _ = try UnixSocket(connectingTo: path)
        _ = consume socket
    }

    @Test func `the socket of a dead proxy is replaced`() throws {
        Files.makeDirectories(directory.path + "/private/shared")
        chmod(directory.path + "/private", 0o700)
        close(try UnixSocket.listening(at: path))
        #expect(throws: FixtureError.self) { try UnixSocket(connectingTo: path) }
        let socket = try ProxySocket(at: path)
        _ = try UnixSocket(connectingTo: path)
        _ = consume socket
    }

    @Test func `a file that is no socket is left alone`() throws {
        try Files.write(path, "mine")
        chmod(directory.path + "/private", 0o700)
        let error = #expect(throws: ParallelError.self) { _ = try ProxySocket(at: path) }
        #expect(error?.code == .cannotListen)
        #expect(Files.read(path) == "mine")
    }

    @Test func `a folder that others can enter is refused`() throws {
        Files.makeDirectories(directory.path + "/private")
        let error = #expect(throws: ParallelError.self) { _ = try ProxySocket(at: path) }
        #expect(error?.message == "other users of this host can enter the folder")
        #expect(error?.hint?.contains("chmod 700 \(directory.path)/private") == true)
    }

    @Test func `a path that is too long is named with its length`() throws {
        let long = directory.path + "/private/" + String(repeating: "x", count: 100) + "/s"
        let error = #expect(throws: ParallelError.self) { _ = try ProxySocket(at: long) }
        #expect(error?.message.contains("may have 107 bytes, and this one has \(long.utf8.count)") == true)
        #expect(!Files.exists(directory.path + "/private"))
    }
}
