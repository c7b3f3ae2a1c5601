internal import ClaudeCode
internal import Coordinator
internal import Exec
internal import HookCore
internal import Wiring

/// The versions of everything that takes part.
struct BundleVersions: Encodable {
    let program: String
    /// The versions that the program was built with; empty for a debug build.
    let libraries: String
    let sqlite: String
    let git: BundlePart<String>
    let claude: BundlePart<String>

    init(_ surroundings: ProgramEnvironment, with redactor: Redactor) {
        program = Version.text
        libraries = Build.libraries
        sqlite = DatabaseCheck.libraryVersion
        git =
            ProgramChecks.gitVersion(surroundings).map { .told(redactor.redacted($0)) }
            ?? .unavailable("not found on PATH")
        claude = Self.claude(surroundings)
    }

    private static func claude(_ surroundings: ProgramEnvironment) -> BundlePart<String> {
        guard surroundings.claude != nil else { return .unavailable("not found on PATH") }
        guard var context = try? InstallationContext.live(surroundings, directory: nil) else {
            return .unavailable("not asked: there is no home directory")
        }
        context.findClaudeVersion(surroundings)
        return context.claudeVersion.map { .told("\($0)") } ?? .unavailable("it does not say, or is no release")
    }
}
