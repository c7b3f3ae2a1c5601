internal import Glibc
internal import HTTPClient
package import HookCore
internal import Sandbox

/// The ends of sandboxes.
extension DockerBackend {
    /// How long an engine may take to end a program beyond the time that was given to it, in seconds.
    private static let patience = 5
    private static let lastPatience = 60

    package func stop(_ id: String, seconds: Int) throws(ParallelError) {
        // The engine lets a stop wait until an archive is closed.
        transfers.close(.archive, of: id)
        guard let entry = try engine.container(id) else { return }
        // A paused program could not end by itself.
        if entry.state == "paused" { try? resume(id) }
        try insisting(id) { (patience) throws(ParallelError) in
            try engine.stopContainer(id, seconds: seconds, patience: patience)
        }
    }

    package func remove(_ id: String) throws(ParallelError) {
        transfers.close(.archive, of: id)
        // Volumes outlive a container that was removed by somebody else, and are found by its name no more.
        guard let entry = try engine.container(id) else { return }
        try insisting(id) { (patience) throws(ParallelError) in
            do throws(ParallelError) {
                try engine.removeContainer(id, patience: patience)
            } catch {
                // Somebody else is removing it.
                guard error.code == .engineConflict else { throw error }
                try waitUntilGone(id, because: error)
            }
        }
        for volume in entry.volumes { try engine.removeVolume(volume.name) }
    }

    /// Acts, and where the engine does not answer, closes what may hold it up and acts again. A missing sandbox is no
    /// error.
    private func insisting(_ id: String, act: (_ patience: Int) throws(ParallelError) -> Void) throws(ParallelError) {
        do throws(ParallelError) {
            do throws(ParallelError) {
                try act(Self.patience)
            } catch {
                guard error.code == .answerTooLate else { throw error }
                transfers.close(.output, of: id)
                try act(Self.lastPatience)
            }
        } catch {
            if error.code != .engineNotFound { throw error }
        }
    }

    private func waitUntilGone(_ id: String, because error: ParallelError) throws(ParallelError) {
        for _ in 0..<300 {
            if try engine.container(id) == nil { return }
            usleep(100_000)
        }
        throw error
    }
}
