internal import Exec

/// The shells whose profile we can edit.
package enum LoginShell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    /// From a path as in `$SHELL`; `nil` for other shells.
    package init?(path: String) {
        self.init(rawValue: FilePath.name(of: path))
    }

    /// The line that makes `name` run `program`.
    func alias(_ name: String, to program: String) -> String {
        let words = ShellWord.quote(program)
        switch self {
        // The alias is parsed as shell text once more when it is used, so a path that needs quotes needs them twice.
        case .bash, .zsh: return "alias \(name)=\(words == program ? "'\(words)'" : ShellWord.quote(words))"
        case .fish: return "alias \(name) \(Self.fishQuoted(Self.fishQuoted(program, always: false), always: true))"
        }
    }

    private static func fishQuoted(_ text: String, always: Bool) -> String {
        if !always, ShellWord.quote(text) == text { return text }
        return "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
