import HTTPClient
import HookCore
import Tar
import TestSupport

/// Images for a private engine, made of a folder without any registry.
package enum EngineImage {
    /// Makes an image whose root is a folder.
    /// - Parameter socket: the path of the engine's socket.
    package static func load(_ root: String, named name: String, into socket: String) throws {
        let archive = TarStream([.init(root, target: "")], user: 0, group: 0)
        let request = HTTPRequest(
            .post, "/images/create?fromSrc=-&repo=\(name)&tag=latest",
            headers: [("Content-Type", "application/x-tar")], body: .stream { try archive.read(into: $0) })
        let (response, content) = try HTTPClient(HTTPEndpoint(socket: socket)).send(request)
        guard response.isSuccess else { throw FixtureError(String(decoding: content, as: UTF8.self)) }
    }
}
