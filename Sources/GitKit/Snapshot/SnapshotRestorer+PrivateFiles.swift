internal import Files
internal import HookCore

extension SnapshotRestorer {
    /// The paths of the private files of the working tree.
    var privatePaths: [PathBytes] {
        ((try? privateFolder.names()) ?? []).compactMap { entry in
            PrivateFile.split(entry.path).flatMap { $0.place == .workTree ? $0.path : nil }
        }
    }

    /// Brings back the private files of one place.
    func restorePrivateFiles(_ place: PrivateFile.Place) throws(ParallelError) -> RestoreReport {
        var report = RestoreReport()
        guard holdsPrivateFiles else { return report }
        let names: [(path: PathBytes, permissions: UInt32)]
        do throws(ParallelError) {
            names = try privateFolder.names()
        } catch {
            report.privateFilesNotice = "\(error.message): \(privateFolder.path)"
            return report
        }
        for (number, entry) in names.enumerated() {
            guard let name = PrivateFile.split(entry.path), name.place == place else { continue }
            guard let kept = try privateFolder.file(number) else {
                report.missing.append(name.path)
                continue
            }
            if try !privateFolder.isAsSaved(number) { report.damaged.append(name.path) }
            switch place {
            case .workTree:
                try restore(
                    name.path, mode: kept.file.mode, bytes: kept.bytes, permissions: entry.permissions,
                    from: privateFolder.path, into: &report)
            case .gitDirectory where WorktreeStateFiles.isState(name.path.display):
                let target = gitDirectory + "/" + name.path.display
                try FileWriter.replace(target, with: kept.bytes, mode: entry.permissions)
            case .gitDirectory: continue
            }
        }
        return report
    }
}
