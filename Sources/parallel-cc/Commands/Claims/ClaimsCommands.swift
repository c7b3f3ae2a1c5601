internal import CommandLineKit

/// `claims`: which session writes what.
struct ClaimsCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims", abstract: "Show, take, release and hand on claims on files.",
        discussion: """
            A claim holds in all worktrees of the repository, for as long as its session lives. EXCLUSIVE keeps others \
            out, SHARED keeps EXCLUSIVE out, INTENT only announces work.
            """,
        subcommands: [ClaimsList.self, ClaimsTake.self, ClaimsRelease.self, ClaimsTransfer.self],
        defaultSubcommand: ClaimsList.self)
}
