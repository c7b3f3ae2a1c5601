internal import HTTPClient
internal import HookCore
internal import JSON
internal import Tar

/// Images and volumes.
extension DockerEngine {
    /// Returns the id of an image; nil where there is none of that name.
    func image(named name: String) throws(ParallelError) -> String? {
        do throws(ParallelError) {
            return try call(.get, "/images/\(Self.encoded(name))/json")?["Id"]?.string
        } catch {
            if error.code == .engineNotFound { return nil }
            throw error
        }
    }

    /// Builds an image by the engine's classic builder, which all engines have.
    /// - Parameter receive: called with pieces of JSON lines. That the build failed stands there, in a success.
    func build(
        _ context: TarStream, tags: [String], arguments: [String: String],
        receive: (UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        let arguments = JSONValue.object(
            arguments.sorted { $0.key < $1.key }.map { .init($0.key, value: .string($0.value)) })
        let query = tags.map { ("t", $0) } + [("buildargs", arguments.compactText), ("rm", "1"), ("forcerm", "1")]
        try stream(upload(context, to: target("/build", query: query), .post, seconds: nil), receive: receive)
    }

    /// Makes a volume. With the same name it is the same one.
    func createVolume(_ name: String, labels: JSONValue) throws(ParallelError) {
        _ = try call(.post, "/volumes/create", body: ["Name": .string(name), "Labels": labels])
    }

    /// Deletes a volume. A missing one is no error.
    func removeVolume(_ name: String) throws(ParallelError) {
        do throws(ParallelError) {
            _ = try call(.delete, "/volumes/\(Self.encoded(name))")
        } catch {
            if error.code != .engineNotFound { throw error }
        }
    }
}
