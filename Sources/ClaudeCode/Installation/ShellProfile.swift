internal import Files
package import HookCore

/// The alias `claude` → `claude-parallel` in the profile of the login shell.
package struct ShellProfile: Sendable {
    /// The login shell.
    package let shell: LoginShell
    /// The path of the profile; it need not exist.
    package let path: String
    private let block: MarkedBlock

    /// Finds the profile. Throws `unknown-shell` for a shell whose profile we cannot edit, and when none is known.
    package init(_ context: InstallationContext) throws(ParallelError) {
        guard let shell = context.shell.flatMap(LoginShell.init(path:)) else { throw Self.unknown(context) }
        self.shell = shell
        path = Self.path(for: shell, home: context.home)
        block = MarkedBlock(
            remark: "claude starts through claude-parallel",
            line: shell.alias("claude", to: context.binDirectory + "/claude-parallel"), recognizes: Self.isOurs)
    }

    /// Whether the alias is in `content`, by us or by hand.
    package func isInstalled(in content: [UInt8]) -> Bool {
        block.isPresent(in: content) || Self.isAliasByHand(in: content)
    }

    func install(in draft: inout InstallDraft) throws(ParallelError) {
        let content = try draft.content(of: path) ?? []
        if block.isCurrent(in: content) { return }
        if !block.isPresent(in: content), Self.isAliasByHand(in: content) { return }
        if let line = Self.foreignAlias(in: content) {
            draft.notes.append("\(path) has an alias of claude of its own, which ours replaces: \(line)")
        }
        try draft.editText(path, reason: "make claude an alias of claude-parallel") {
            block.added(to: block.removed(from: $0))
        }
    }

    /// Removes our block; an alias that the user wrote by hand stays, with a note.
    func uninstall(in draft: inout InstallDraft) throws(ParallelError) {
        let content = try draft.content(of: path) ?? []
        if block.isPresent(in: content) {
            try draft.editText(path, reason: "remove the alias of claude") { block.removed(from: $0) }
            draft.forget(path)
        }
        if Self.isAliasByHand(in: block.removed(from: content)) {
            draft.notes.append("\(path) has an alias of claude that was written by hand; it stays")
        }
    }

    /// Whether it is a line of ours and nothing else: a line that the user has added to is theirs.
    private static func isOurs(_ line: String) -> Bool {
        guard isAlias(line), let name = line.ranges(of: "claude-parallel").last else { return false }
        let rest = line[name.upperBound...].drop { "'\"\\".contains($0) }
        return ["", "; fi", "; end"].contains(String(rest))
    }

    private static func isAlias(_ line: String) -> Bool {
        isAliasOfClaude(line) && line.contains("claude-parallel")
    }

    /// Whether a line defines an alias of claude, also in our form, which first checks that the program exists.
    private static func isAliasOfClaude(_ line: String) -> Bool {
        let text = line.drop(while: \.isWhitespace)
        if text.hasPrefix("if ") { return text.contains("; then alias claude=") || text.contains("; alias claude ") }
        return text.hasPrefix("alias claude=") || text.hasPrefix("alias claude ")
    }

    /// The first alias of claude that does not run claude-parallel.
    private static func foreignAlias(in content: [UInt8]) -> Substring? {
        String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline).first {
            isAliasOfClaude(String($0)) && !isAlias(String($0))
        }
    }

    private static func isAliasByHand(in content: [UInt8]) -> Bool {
        String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline).contains { isAlias(String($0)) }
    }

    private static func path(for shell: LoginShell, home: String) -> String {
        switch shell {
        case .zsh: return home + "/.zshrc"
        case .fish: return home + "/.config/fish/config.fish"
        case .bash:
            let (rc, profile) = (home + "/.bashrc", home + "/.bash_profile")
            return !AtomicFile.exists(rc) && AtomicFile.exists(profile) ? profile : rc
        }
    }

    private static func unknown(_ context: InstallationContext) -> ParallelError {
        let known = LoginShell.allCases.map(\.rawValue).joined(separator: ", ")
        return ParallelError(
            .unknownShell, operation: "install alias", subject: context.shell ?? "",
            message: "the login shell is none of \(known)",
            hint: "put an alias of claude for \(context.binDirectory)/claude-parallel into your shell's profile")
    }
}
