internal import Coordinator
internal import Exec
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore

/// The user's own edits of a file at which a merge has stopped.
///
/// A suggestion is made from the three versions that git has, so it does not have them.
struct OwnEdits {
    /// The fact, for the user.
    static let notice =
        "the file was edited since the merge stopped, and the suggestion does not have these edits; "
        + "applying it keeps the file as it was in a rescue"

    private let file: [ArraySlice<UInt8>]
    private let isAsGitLeftIt: Bool

    /// Compares a file with what git leaves there, in whatever style of markers.
    init(_ file: [UInt8], at path: PathBytes, of versions: FileVersions, with git: Git) throws(ParallelError) {
        let lines = Self.lines(file)
        let left = try git.run(["cat-file", "--filters", "AUTO_MERGE:\(path.display)"], statuses: [0, 128])
        var texts = left.status.isSuccess ? [left.output] : []
        // Only merges of git's own write down what they leave.
        texts += TextMerge.Style.allCases.compactMap {
            TextMerge.marked(base: versions.base, ours: versions.ours, theirs: versions.theirs, style: $0)
        }
        self.file = lines
        isAsGitLeftIt = texts.contains { Self.lines($0) == lines }
    }

    /// Whether there are edits, and a suggestion is something else than the edited file.
    func areLeftOut(by resolution: [UInt8]) -> Bool { !isAsGitLeftIt && Self.lines(resolution) != file }

    /// Returns the lines of a file that are not blank, without blanks at their ends and without the labels of markers.
    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x0A).compactMap { line in
            guard let end = line.lastIndex(where: { !Blanks.isBlank($0) }) else { return nil }
            let isMarker =
                line.prefix(7).count == 7 && "<=>|".utf8.contains(line[line.startIndex])
                && line.prefix(7).allSatisfy { $0 == line.first }
            return isMarker ? line.prefix(7) : line[...end]
        }
    }
}
