import Glibc
import HookCore
import TestSupport
import Testing

@testable import ModelProxy

@Suite struct ProxyFolderTests {
    private let directory = TemporaryDirectory()
    private var folder: ProxyFolder { ProxyFolder(at: directory.path + "/private") }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private func proxy() -> ModelProxy { ModelProxy(folder: folder) { _ in } }

    @Test func `the sandboxes' socket is open to everybody, and all else is its owner's alone`() throws {
        try proxy().run(
            isReady: {
                #expect(mode(folder.socket) == 0o666)
                #expect(mode(folder.control) == 0o600)
                #expect(mode(directory.path + "/private/shared") == 0o711)
                #expect(mode(directory.path + "/private") == 0o700)
                #expect(mode(directory.path + "/private/lock") == 0o600)
            }, until: { true })
        #expect(!Files.exists(folder.socket))
        #expect(!Files.exists(folder.control))
    }

    @Test func `another user can connect where the folder is mounted`() throws {
        try folder.make()
        let listener = try UnixListener(at: folder.socket, mode: 0o666)
        // A mount leads past the private folder; its permissions stand for that here.
        chmod(directory.path, 0o755)
        chmod(directory.path + "/private", 0o755)
        try OrdinaryUser(owning: []).run { _ = try UnixSocket(connectingTo: folder.socket) }
        chmod(directory.path + "/private", 0o700)
        _ = consume listener
    }

    @Test func `a living proxy is left alone`() throws {
        let running = try RunningProxy()
        let second = ModelProxy(folder: running.folder) { _ in }
        let error = #expect(throws: ParallelError.self) { try second.run(until: { true }) }
        #expect(error?.code == .proxyRuns)
        _ = try running.client()
        running.end()
    }

    @Test func `the sockets of a dead proxy are replaced in the same folder`() throws {
        try folder.make()
        var before = stat()
        stat(folder.shared, &before)
        for path in [folder.socket, folder.control] { close(try UnixSocket.listening(at: path)) }
        #expect(throws: FixtureError.self) { try UnixSocket(connectingTo: folder.socket) }
        try proxy().run(
            isReady: {
                #expect(throws: Never.self) { try UnixSocket(connectingTo: folder.socket) }
                #expect(throws: Never.self) { try UnixSocket(connectingTo: folder.control) }
            }, until: { true })
        var after = stat()
        stat(folder.shared, &after)
        #expect(after.st_ino == before.st_ino)
    }

    @Test func `a file that is no socket is left alone`() throws {
        try Files.write(folder.socket, "mine")
        chmod(directory.path + "/private", 0o700)
        let error = #expect(throws: ParallelError.self) { try proxy().run(until: { true }) }
        #expect(error?.code == .cannotListen)
        #expect(Files.read(folder.socket) == "mine")
    }

    @Test func `a folder that others can enter is refused`() throws {
        Files.makeDirectories(directory.path + "/private")
        let error = #expect(throws: ParallelError.self) { try folder.make() }
        #expect(error?.message == "other users of this host can enter the folder")
        #expect(error?.hint?.contains("chmod 700 \(directory.path)/private") == true)
    }

    @Test func `a path that is too long is named with its length`() throws {
        let long = ProxyFolder(at: directory.path + "/private/" + String(repeating: "x", count: 100))
        let error = #expect(throws: ParallelError.self) { try long.make() }
        #expect(error?.message.contains("may have 107 bytes, and this one has \(long.control.utf8.count)") == true)
        #expect(!Files.exists(directory.path + "/private"))
    }
}
