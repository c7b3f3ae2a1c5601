internal import Coordinator
internal import GitKit
package import HookCore

extension Radar {
    /// The preview of merging two of some commits, by their places in the list.
    package struct CommitPair: Equatable, Sendable {
        package let one: Int
        package let other: Int
        /// The files in conflict; empty where the result is not known.
        package let files: [RadarFile]
        /// The reason why the result is not known; nil where they conflict.
        package let error: ParallelError?
    }

    /// Compares every pair of some commits of a repository, in memory.
    /// - Parameter repository: the common git directory.
    /// - Returns: the pairs that conflict, and those of which it is not known.
    /// - Throws: `.gitFailed`, `.cannotWrite` where nothing can be compared.
    package func compare(_ commits: [String], in repository: String) throws(ParallelError) -> [CommitPair] {
        let scratch = try RadarScratch(coordinator.context, commonDirectory: repository).objects
        defer { scratch.remove() }
        let previews = try MergePreviews(
            coordinator.mergingGit(repository), commonDirectory: repository, scratch: scratch)
        let states = commits.map { WorkState.commit($0, branch: nil) }
        var found: [CommitPair] = []
        // Row by row: all pairs of hundreds of commits would take much memory.
        for one in states.indices {
            let others = states.indices.filter { $0 > one }
            let answers = previews.preview(others.map { (ours: states[one], theirs: states[$0]) })
            for (other, answer) in zip(others, answers) {
                switch answer {
                case .clean: continue
                case .conflict(let files):
                    found.append(CommitPair(one: one, other: other, files: files.map(RadarFile.init), error: nil))
                case .error(let error): found.append(CommitPair(one: one, other: other, files: [], error: error))
                }
            }
        }
        return found
    }
}
