internal import Exec
internal import Files
internal import HookCore
package import JSON

/// The `statusLine` of Claude Code's settings: a command whose first line of output is shown below the prompt.
package struct StatusLineSetting: Sendable {
    private let command: String

    /// Makes the setting for the programs in a directory, an absolute path.
    package init(binDirectory: String) {
        command = ShellWord.script(binDirectory + "/parallel-cc") + " statusline"
    }

    /// Whether the document's status line is ours, of any version.
    package func isInstalled(in document: JSONDocument) -> Bool {
        document.value(at: ["statusLine"]).map(Self.isOurs) ?? false
    }

    /// Sets our status line. Throws `foreign-setting` when there is a foreign one.
    func install(into document: inout JSONDocument, layouts: inout ContainerLayouts) throws(ParallelError) {
        let value: JSONValue = ["type": "command", "command": .string(command)]
        if let present = document.value(at: ["statusLine"]) {
            guard Self.isOurs(present) else { throw foreign(in: document.name) }
            // Other keys, such as `padding`, are the user's.
            for member in value.members ?? [] where present[member.key] != member.value {
                try document.set(member.value, at: ["statusLine", .key(member.key)])
            }
            return
        }
        layouts.note(document, along: [])
        try document.set(value, at: ["statusLine"])
    }

    /// Returns our status line where somebody has added to it.
    func withAdditions(in document: JSONDocument) -> JSONValue? {
        guard let present = document.value(at: ["statusLine"]), Self.isOurs(present),
            !AddedKeys.of(present, besides: ["type", "command"]).isEmpty
        else { return nil }
        return ["statusLine": present]
    }

    /// Removes our status line; does nothing when there is none, or a foreign one.
    func uninstall(from document: inout JSONDocument, layouts: ContainerLayouts) throws(ParallelError) {
        guard isInstalled(in: document) else { return }
        try document.remove(at: ["statusLine"])
        try layouts.tidy(&document, from: [])
    }

    private static func isOurs(_ value: JSONValue) -> Bool {
        guard let command = value["command"]?.string else { return false }
        // Somebody may have added a command of their own.
        return FilePath.name(of: ShellWord.first(of: command)) == "parallel-cc" && ShellWord.isOneCall(command)
    }

    private func foreign(in path: String) -> ParallelError {
        ParallelError(
            .foreignSetting, operation: "install status line", subject: path,
            message: "there is a statusLine already that is not ours",
            hint: "remove \"statusLine\" from the file first, or call '\(command)' from your own status line")
    }
}
