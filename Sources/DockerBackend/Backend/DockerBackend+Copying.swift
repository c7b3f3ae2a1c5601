internal import Files
internal import Glibc
internal import HTTPClient
package import HookCore
internal import Sandbox
internal import Tar

/// Files of sandboxes.
extension DockerBackend {
    /// Gives the volumes to the sandbox's user: where the image lacks their folders, they belong to root. Only a
    /// container whose root can be written lets its owner be changed; it is never started.
    func prepareVolumes(of container: ContainerSpecification) throws(ParallelError) {
        if container.volumes.isEmpty { return }
        for volume in container.volumes { try engine.createVolume(volume.name, labels: container.volumeLabels) }
        let holder = try engine.createContainer(container.holderName, specification: container.volumeHolder())
        defer { try? engine.removeContainer(holder, patience: 60) }
        let folders = container.volumes.map { FilePath.parts(of: $0.target).joined(separator: "/") }
        let archive = TarStream(folders: folders, mode: 0o755, user: container.user.id, group: container.user.group)
        try engine.putArchive(archive, into: "/", of: holder, seconds: 60)
    }

    package func copyIn(_ files: [(source: String, target: String)], to id: String) throws(ParallelError) {
        guard let entry = try engine.container(id) else { throw missing(id, because: nil) }
        let user = (entry.labels[ContainerSpecification.Label.user] ?? "0:0").split(separator: ":").map {
            UInt32($0) ?? 0
        }
        for volume in entry.volumes {
            let inside = files.compactMap { file -> TarStream.Source? in
                guard let path = FilePath.relative(file.target, to: volume.target), !path.isEmpty else { return nil }
                return TarStream.Source(file.source, target: path)
            }
            if inside.isEmpty { continue }
            let archive = TarStream(inside, user: user.first ?? 0, group: user.last ?? 0)
            try copyIn(archive, volume: volume.target, to: id)
        }
        let isOutside = { (file: (source: String, target: String)) in
            !entry.volumes.contains { FilePath.lies(file.target, in: $0.target) && file.target != $0.target }
        }
        if let file = files.first(where: isOutside) {
            throw ParallelError(
                .fileMissing, operation: "copy into sandbox", subject: file.target,
                message: "it does not lie in a volume of the sandbox")
        }
    }

    private func copyIn(_ archive: TarStream, volume: String, to id: String) throws(ParallelError) {
        try transfers.during(.archive, of: id) { (transfer) throws(ParallelError) in
            let engine = engine.cancelled { transfer.isClosed }
            try about(id) { () throws(ParallelError) in
                try engine.putArchive(archive, into: volume, of: id, seconds: copyLimits.seconds)
            }
        }
    }

    package func copyOut(_ path: String, of id: String, into folder: String) throws(ParallelError) {
        let name = FilePath.name(of: path)
        guard FilePath.isPlain(name), FilePath.isAbsolute(path) else {
            throw ParallelError(
                .fileMissing, operation: "copy out of sandbox", subject: path,
                message: "the path does not end with a name")
        }
        let work = try CopyFolder(in: folder)
        do throws(ParallelError) {
            try download(path, of: id, into: work)
            try work.unpack()
            try work.hand(over: name)
        } catch {
            throw translated(error, path: path)
        }
    }

    /// Reads an archive at full speed into a file: the engine holds the sandbox until the last byte is taken.
    private func download(_ path: String, of id: String, into work: borrowing CopyFolder) throws(ParallelError) {
        var left = copyLimits.bytes
        let limit = copyLimits.bytes
        do throws(ParallelError) {
            try transfers.during(.archive, of: id) { (transfer) throws(ParallelError) in
                let engine = engine.cancelled { transfer.isClosed }
                try engine.getArchive(of: path, in: id, seconds: copyLimits.seconds) { (piece) throws(ParallelError) in
                    guard piece.count <= left else {
                        throw ParallelError(
                            .copyRefused, operation: "copy out of sandbox", subject: path,
                            message: "it has more than \(limit) bytes")
                    }
                    left -= UInt64(piece.count)
                    try work.append(piece)
                }
            }
        } catch {
            guard error.code == .engineNotFound else { throw error }
            if try engine.container(id) == nil { throw missing(id, because: error) }
            throw translated(error, code: .fileMissing, "there is no such file", path)
        }
    }

    private func translated(_ error: ParallelError, path: String) -> ParallelError {
        switch error.code {
        case .archiveIncomplete:
            translated(error, code: .copyIncomplete, "a file has become shorter while it was copied", path)
        case .answerTooLate, .connectionLost, .cancelled:
            translated(error, code: .copyIncomplete, "the copy was cut off: \(error.message)", path)
        case .archiveRefused, .archiveMalformed:
            translated(error, code: .copyRefused, "\(error.subject) \(error.message)", path)
        default: error
        }
    }
}
