internal import Files
package import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension Coordinator {
    /// Returns the settings in force in a repository.
    package func settings(for repository: Repository) throws(ParallelError) -> Configuration {
        let path = settingsFile(of: repository)
        guard let bytes = WholeFile.read(path) else {
            // It belongs to the repository, so a link in its place must not lead out of that.
            var configuration = configuration
            if AtomicFile.exists(path) { configuration.warn("\(path) is no file that can be read, and was ignored") }
            return configuration
        }
        context.reach("settings.read")
        let digest = try settingsDigest(bytes, of: path)
        let trusted: String? = try database.read { db throws(StoreError) in
            try TrustedSettingsTable.digest(of: path, in: db)
        }
        return configuration.with(bytes, of: path, digest: digest, trusted: trusted, context: context)
    }

    /// Returns the settings in force for a worktree, or the user's own when its repository cannot be opened.
    func settings(of worktree: WorktreeRecord) throws(ParallelError) -> Configuration {
        guard let repository = try? repository(at: worktree.path) else { return configuration }
        return try settings(for: repository)
    }

    /// Returns the settings in force in the repository of a common git directory, or the user's own when it cannot be
    /// opened.
    package func settings(ofRepository commonDirectory: String) throws(ParallelError) -> Configuration {
        let directory = mainCheckout(of: commonDirectory) ?? commonDirectory
        guard let repository = try? repository(at: directory) else { return configuration }
        return try settings(for: repository)
    }

    /// Returns the path of `.parallel-cc.json` in the main checkout, so that all worktrees have the same settings.
    package func settingsFile(of repository: Repository) -> String {
        (repository.mainCheckout ?? repository.workTree) + "/.parallel-cc.json"
    }

    /// Trusts the present contents of the repository's settings file. A change of the file ends the trust.
    /// - Returns: the contents.
    @discardableResult
    package func trustSettings(of repository: Repository) throws(ParallelError) -> [UInt8] {
        let path = settingsFile(of: repository)
        guard let bytes = WholeFile.read(path) else {
            throw ParallelError(
                .invalidConfiguration, operation: "trust settings", subject: path, message: "there is no such file")
        }
        let digest = try settingsDigest(bytes, of: path)
        try database.write { db throws(StoreError) in
            try TrustedSettingsTable.trust(path, digest: digest, at: timestamp, in: db)
            try EventTable.append(
                "settings.trusted", at: timestamp, repository: repository.commonDirectory, cause: path, in: db)
        }
        return bytes
    }

    /// Returns git's own hash of the bytes of a settings file. It never reads the file again: another program may
    /// replace it at any moment, and only what was hashed may be trusted.
    private func settingsDigest(_ bytes: [UInt8], of path: String) throws(ParallelError) -> String {
        try git(FilePath.folder(of: path)).blobID(bytes)
    }
}
