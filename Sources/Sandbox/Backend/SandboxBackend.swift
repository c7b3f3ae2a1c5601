package import HookCore

/// An engine that makes sandboxes. Nothing outside a backend knows its engine, and every backend passes
/// `Tests/BackendConformance`.
///
/// Calls block their thread until the engine has answered. They may be made on several threads at once.
package protocol SandboxBackend: Sendable {
    /// The name as in `--backend`: `docker`.
    var name: String { get }
    /// One line about the engine for `doctor`: its name, version and where it is.
    var description: String { get }

    /// Makes an image from a folder with a `Dockerfile`, or what of it this backend needs.
    /// - Parameters:
    ///   - arguments: the build arguments of the recipe.
    ///   - progress: called with each line that the build prints.
    /// - Returns: the id of the image: its digest.
    /// - Throws: `.imageBuildFailed` with the build's last lines as cause.
    func buildImage(
        from folder: String, tags: [String], arguments: [String: String], progress: (String) -> Void
    ) throws(ParallelError) -> String
    /// Returns the id of an image; nil where there is none of that name.
    func image(named name: String) throws(ParallelError) -> String?

    /// Makes a sandbox, and starts nothing.
    /// - Returns: its id.
    /// - Throws: `.sandboxExists` where the name is taken; `.imageMissing`; `.limitUnsupported` where the engine would
    ///   ignore a limit.
    func create(_ specification: SandboxSpecification) throws(ParallelError) -> String
    /// Starts a sandbox that has never run; one that has run is left alone.
    /// - Throws: `.cannotStart` with the engine's reason. A program that is missing may instead end with 127, or 126.
    func start(_ id: String) throws(ParallelError)
    /// Starts a sandbox once more that has ended: the same program, with the volumes as they were left.
    /// - Throws: `.cannotStart` with the engine's reason, `.sandboxMissing`.
    func restart(_ id: String) throws(ParallelError)
    /// Follows what the program prints: from its beginning, when it is called before `start`, else from now on. It is
    /// called on a thread of its own, and returns when the program has ended, also before, or the connection has.
    /// - Parameters:
    ///   - attached: called once nothing is missed any more: what starts the sandbox waits for it, or is called there.
    ///   - receive: called with each piece as it comes. It must be quick: the program waits for a slow reader.
    func follow(
        _ id: String, attached: () throws(ParallelError) -> Void,
        receive: (SandboxStream, UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError)
    /// Waits until a sandbox that was started has ended.
    /// - Returns: its status; at once where it has not been started. `exitStatus` is nil where the engine was going
    ///   down and the status is not the program's own.
    func waitForEnd(_ id: String) throws(ParallelError) -> SandboxStatus

    /// Copies files into a volume of a sandbox, before it starts or while it runs.
    /// - Parameters:
    ///   - files: paths of the host with their paths inside, below one of its volumes. They belong to the sandbox's
    ///     user.
    func copyIn(_ files: [(source: String, target: String)], to id: String) throws(ParallelError)
    /// Copies one file or folder out of a volume.
    /// - Parameters:
    ///   - path: its path inside.
    ///   - folder: a folder of the host. What is copied lies there under its own name.
    /// - Throws: `.copyIncomplete` where a file has become shorter, or the end of the copy is missing. What has come is
    ///   then deleted. `.copyRefused`, `.fileMissing`.
    func copyOut(_ path: String, of id: String, into folder: String) throws(ParallelError)

    /// Runs one more program in a running sandbox.
    /// - Returns: its exit status and what it printed.
    func execute(
        _ command: [String], in id: String
    ) throws(ParallelError) -> (exitStatus: Int32, output: [UInt8], errors: [UInt8])

    /// Returns the sandbox's status; nil where there is none. Answers at once, also while a copy is being made.
    func status(_ id: String) throws(ParallelError) -> SandboxStatus?
    /// Returns the sandboxes that have a label.
    func list(label: String) throws(ParallelError) -> [SandboxStatus]
    func usage(_ id: String) throws(ParallelError) -> SandboxUsage

    func pause(_ id: String) throws(ParallelError)
    func resume(_ id: String) throws(ParallelError)
    /// Ends the program: SIGTERM, and SIGKILL after `seconds`. An ended or missing sandbox is no error.
    func stop(_ id: String, seconds: Int) throws(ParallelError)
    /// Removes a sandbox with its volumes, whatever its state. A missing one is no error.
    func remove(_ id: String) throws(ParallelError)
}

extension SandboxBackend {
    /// Returns the id of an image.
    /// - Throws: `.imageMissing` where there is none of that name.
    func existingImage(_ name: String) throws(ParallelError) -> String {
        if let image = try image(named: name) { return image }
        throw ParallelError(
            .imageMissing, operation: "prepare sandbox", subject: name, message: "\(self.name) has no such image",
            hint: "parallel-cc sandbox image build")
    }
}

/// A stream of a program in a sandbox.
package enum SandboxStream: Sendable {
    case output
    case errors
}
