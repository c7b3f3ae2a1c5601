internal import CommandLineKit

/// `config`: the settings and where they come from.
struct ConfigCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and change settings.",
        discussion: """
            The later wins: defaults, config.json in the data directory, .parallel-cc.json in the main checkout, \
            environment (worktree.base is PARALLEL_CC_WORKTREE_BASE).
            """,
        subcommands: [ConfigSet.self, ConfigUnset.self, ConfigGet.self, ConfigList.self, ConfigTrust.self])
}
