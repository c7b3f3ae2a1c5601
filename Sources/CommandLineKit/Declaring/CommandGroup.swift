/// Subcommands under a heading of their own in help.
package struct CommandGroup: Sendable {
    /// The heading.
    package let name: String
    /// What stands under it, in this order.
    package let subcommands: [any ParsableCommand.Type]

    package init(name: String, subcommands: [any ParsableCommand.Type]) {
        self.name = name
        self.subcommands = subcommands
    }
}
