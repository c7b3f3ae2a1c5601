internal import Exec
internal import Files
internal import HookCore

/// The shells whose profile we can edit.
package enum LoginShell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    /// Finds the shell of a path as in `$SHELL`; `nil` for other shells.
    package init?(path: String) {
        self.init(rawValue: FilePath.name(of: path))
    }

    /// Returns the line that makes `name` run `program` as long as that exists; after the program is removed, `name`
    /// has its former meaning.
    func alias(_ name: String, to program: String) -> String {
        let quotedProgram = ShellWord.script(program)
        switch self {
        // The shell parses the alias once more when it is used, so a path that needs quotes needs them twice.
        case .bash, .zsh:
            let alias =
                "alias \(name)=\(quotedProgram == program ? "'\(quotedProgram)'" : ShellWord.script(quotedProgram))"
            return "if [ -x \(quotedProgram) ]; then \(alias); fi"
        case .fish:
            let path = Self.fishQuoted(program, always: false)
            return "if test -x \(path); alias \(name) \(Self.fishQuoted(path, always: true)); end"
        }
    }

    private static func fishQuoted(_ text: String, always: Bool) -> String {
        if !always, ShellWord.script(text) == text { return text }
        // Scalars, not characters: a quote with a combining mark behind it is a different `Character`.
        return "'" + text.unicodeScalars.map { $0 == "\\" || $0 == "'" ? "\\\($0)" : String($0) }.joined() + "'"
    }
}
