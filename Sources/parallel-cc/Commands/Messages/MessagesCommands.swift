internal import CommandLineKit

/// `messages`: the messages between sessions.
struct MessagesCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages", abstract: "Show and send what sessions are told.",
        discussion: """
            A message reaches the Claude of a session at its next prompt or tool call, through the hooks that \
            'parallel-cc install --hooks' sets up.
            """,
        subcommands: [MessagesList.self, MessagesSend.self], defaultSubcommand: MessagesList.self)
}
