internal import HTTPClient
internal import HookCore
internal import Tar

/// Files of containers, as tar archives. While one is open the engine lets most other calls about its container wait.
extension DockerEngine {
    /// Unpacks an archive in a folder of a container, which must be there.
    func putArchive(_ archive: TarStream, into folder: String, of id: String, seconds: Int) throws(ParallelError) {
        let query = [("path", folder), ("noOverwriteDirNonDir", "1")]
        _ = try call(
            upload(archive, to: target(path(id, verb: "archive"), query: query), .put, seconds: seconds),
            name: "archive")
    }

    /// Reads a file or folder of a container as an archive.
    func getArchive(
        of path: String, in id: String, seconds: Int, receive: (UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        let target = target(self.path(id, verb: "archive"), query: [("path", path)])
        try stream(HTTPRequest(.get, target, seconds: seconds), receive: receive)
    }

    /// Returns a request with an archive as its content.
    func upload(
        _ archive: TarStream, to target: String, _ method: HTTPRequest.Method, seconds: Int?
    ) -> HTTPRequest {
        let body = HTTPRequest.Body.stream { buffer in try archive.read(into: buffer) }
        return HTTPRequest(
            method, target, headers: [("Content-Type", "application/x-tar")], body: body, seconds: seconds)
    }
}
