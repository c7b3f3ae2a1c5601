internal import Files
internal import GitProgram
internal import HookCore

/// Whether the user's settings and attributes may make git merge a file in another way than line by line.
final class MergeRules {
    private let git: Git
    private let commonDirectory: String
    private var general: Bool?

    /// - Parameters:
    ///   - git: in the checkout whose attributes count.
    ///   - commonDirectory: of the repository.
    init(_ git: Git, commonDirectory: String) {
        self.git = git
        self.commonDirectory = commonDirectory
    }

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
                // An unexpanded ~ or a %(prefix) is git's to understand.
                !file.hasPrefix("/") || WholeFile.read(file).map(Self.speakOfMerges) ?? false
            }
        general = found
        return found
    }

    /// Whether attributes may set `merge`, by itself or through `binary` or another macro.
    private static func speakOfMerges(_ attributes: [UInt8]) -> Bool {
        let text = String(decoding: attributes, as: UTF8.self)
        return ["merge", "binary", "[attr]"].contains { text.contains($0) }
    }
}
