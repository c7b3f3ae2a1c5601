internal import Files
internal import GitProgram
internal import HookCore

/// Tells whether the user's settings and attributes may make git merge a file otherwise than line by line.
final class MergeRules {
    private let git: Git
    private let commonDirectory: String
    private var general: Bool?

    /// Rules for merges in one repository.
    /// - Parameters:
    ///   - git: a git in the checkout whose attributes count.
    ///   - commonDirectory: the common git directory of the repository.
    init(_ git: Git, commonDirectory: String) {
        self.git = git
        self.commonDirectory = commonDirectory
    }

    /// Whether a rule may apply to the file at a path.
    /// - Throws: `.gitFailed`.
    func mayRule(_ path: PathBytes) throws(ParallelError) -> Bool {
        if try areGeneral() { return true }
        return AttributeSources.contents(leadingTo: [path], in: git.directory).contains {
            Self.speakOfMerges($0.content)
        }
    }

    private func areGeneral() throws(ParallelError) -> Bool {
        if let general { return general }
        let settings = try GitSettings(git)
        let sources = AttributeSources(commonDirectory: commonDirectory, settings: settings, git: git)
        let found =
            settings.value("merge.default") != nil || settings.isTrue("merge.renormalize")
            || sources.files.contains { file in
                // Only git can expand a ~ or a %(prefix).
                !FilePath.isAbsolute(file) || WholeFile.read(file).map(Self.speakOfMerges) ?? false
            }
        general = found
        return found
    }

    /// Whether attributes may set `merge`, directly or through `binary` or another macro.
    private static func speakOfMerges(_ attributes: [UInt8]) -> Bool {
        let text = String(decoding: attributes, as: UTF8.self)
        return ["merge", "binary", "[attr]"].contains { text.contains($0) }
    }
}
