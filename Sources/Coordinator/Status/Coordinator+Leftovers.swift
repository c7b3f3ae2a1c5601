internal import GitKit
internal import Glibc
package import HookCore

extension Coordinator {
    /// `index.lock` files of the known repositories that are older than ten minutes: left by a git that was killed.
    ///
    /// They are only named, never removed: a slow git may still be at work.
    package func oldIndexLocks() throws(ParallelError) -> [String] {
        var found: [String] = []
        for repository in try knownRepositories() {
            let own = names(in: repository + "/worktrees").map { "\(repository)/worktrees/\($0)/index.lock" }
            found += ([repository + "/index.lock"] + own).filter(isOld)
        }
        return found
    }

    /// Remotes of the known repositories from which `git fetch --prune` would delete rescues.
    package func remotesThatPruneRescues() throws(ParallelError) -> [(repository: String, remote: String)] {
        var found: [(repository: String, remote: String)] = []
        for repository in try knownRepositories() where FileAccess.exists(repository) {
            // What cannot be asked is told by the list of rescues.
            let remotes = (try? git(repository).remotesThatPrune("refs/parallel-cc/")) ?? []
            found += remotes.map { (repository, $0) }
        }
        return found
    }

    private func isOld(_ path: String) -> Bool {
        guard let version = FileVersion(Array(path.utf8), in: "/") else { return false }
        return context.now().milliseconds - Int64(version.modified / 1_000_000) > 600_000
    }

    private func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
