internal import Files
package import HookCore
internal import JSON
internal import Sandbox
internal import Tar

/// Images.
extension DockerBackend {
    package func image(named name: String) throws(ParallelError) -> String? { try engine.image(named: name) }

    package func buildImage(
        from folder: String, tags: [String], arguments: [String: String], progress: (String) -> Void
    ) throws(ParallelError) -> String {
        guard FileAccess.isRegularFile(folder + "/Dockerfile") else {
            throw ParallelError(
                .imageBuildFailed, operation: "build image", subject: folder, message: "there is no Dockerfile")
        }
        var output = BuildOutput()
        let context = TarStream([.init(folder, target: "")], user: 0, group: 0)
        do throws(ParallelError) {
            try engine.build(context, tags: tags, arguments: arguments) { (piece) throws(ParallelError) in
                try output.add(piece, progress: progress)
            }
            try output.end(progress: progress)
        } catch {
            guard error.code == .engineFailed else { throw error }
            throw failure(folder, cause: ([error.cause ?? ""] + output.lastLines).joined(separator: "\n"))
        }
        if let reason = output.error {
            throw failure(folder, cause: (output.lastLines + [reason]).joined(separator: "\n"))
        }
        // The id stands in the output of newer builders only.
        let named = output.image ?? tags.first
        guard let named, let id = try engine.image(named: named) else {
            throw failure(
                folder, cause: (output.lastLines + ["the engine does not name the image"]).joined(separator: "\n"))
        }
        return id
    }

    private func failure(_ folder: String, cause: String) -> ParallelError {
        ParallelError(
            .imageBuildFailed, operation: "build image", subject: folder, message: "the build failed", cause: cause)
    }
}
