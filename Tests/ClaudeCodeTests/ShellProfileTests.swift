import Exec
import Files
import Glibc
import HookCore
import TestSupport
import Testing

@testable import ClaudeCode

@Suite struct ShellProfileTests {
    let scratch: TemporaryDirectory

    init() throws { scratch = TemporaryDirectory.oddlyNamed() }

    private func context(_ shell: String?, bin: String = "/home/u/.local/bin") -> InstallationContext {
        InstallationContext(
            home: scratch.path, claudeConfigDirectory: nil, shell: shell, binDirectory: bin,
            dataDirectory: scratch.appending("data"))
    }

    private func install(_ context: InstallationContext) throws -> InstallPlan {
        var request = InstallRequest()
        request.alias = true
        let plan = try Installer(context).planInstallation(of: request)
        try plan.apply { _ in }
        return plan
    }

    private func remove(_ context: InstallationContext) throws -> InstallPlan {
        var request = InstallRequest()
        request.alias = true
        let plan = try Installer(context).planRemoval(of: request)
        try plan.apply { _ in }
        return plan
    }

    @Test func `chooses the profile`() throws {
        #expect(try ShellProfile(context("/bin/bash")).path == scratch.appending(".bashrc"))
        #expect(try ShellProfile(context("/usr/bin/zsh")).path == scratch.appending(".zshrc"))
        #expect(try ShellProfile(context("fish")).path == scratch.appending(".config/fish/config.fish"))
        try scratch.write("", to: ".bash_profile")
        #expect(try ShellProfile(context("/bin/bash")).path == scratch.appending(".bash_profile"))
        try scratch.write("", to: ".bashrc")
        #expect(try ShellProfile(context("/bin/bash")).path == scratch.appending(".bashrc"))
    }

    @Test(arguments: [nil, "", "/bin/tcsh", "/bin/bash5", "/usr/bin/nu"])
    func `refuses other shells`(_ shell: String?) {
        let error = #expect(throws: ParallelError.self) { try ShellProfile(context(shell)) }
        #expect(error?.code == .unknownShell)
    }

    @Test(arguments: ["", "x", "x\n", "\n", "x\n\n\n", "x\r\ny", "alias claude='other'\n", "# parallel-cc: old\nx"])
    func `round trips`(_ text: String) throws {
        for shell in ["bash", "zsh", "fish"] {
            try scratch.write("", to: ".config/fish/config.fish")
            let path = try ShellProfile(context(shell)).path.dropFirst(scratch.path.count + 1)
            try scratch.write(text, to: String(path))
            _ = try install(context(shell))
            #expect(try install(context(shell)).isEmpty)
            #expect(try scratch.read(String(path))?.contains("/home/u/.local/bin/claude-parallel") == true)
            _ = try remove(context(shell))
            #expect(try scratch.read(String(path)) == text)
        }
    }

    @Test func `writes the expected lines`() throws {
        _ = try install(context("bash"))
        let program = "/home/u/.local/bin/claude-parallel"
        #expect(
            try scratch.read(".bashrc")
                == "# parallel-cc: claude starts through claude-parallel\n"
                + "if [ -x \(program) ]; then alias claude='\(program)'; fi\n")
        _ = try remove(context("bash"))
        #expect(try scratch.read(".bashrc") == nil)
    }

    @Test func `keeps what came later`() throws {
        try scratch.write("first", to: ".zshrc")
        _ = try install(context("zsh"))
        try scratch.write(try #require(try scratch.read(".zshrc")) + "later\n", to: ".zshrc")
        _ = try remove(context("zsh"))
        #expect(try scratch.read(".zshrc") == "first\nlater\n")
    }

    @Test func `upgrades older blocks`() throws {
        let old = "a\n\n# parallel-cc: alias for coordinated sessions\nalias claude='claude-parallel'\nb\n"
        try scratch.write(old, to: ".bashrc")
        _ = try install(context("bash"))
        #expect(try scratch.read(".bashrc")?.contains("alias claude='claude-parallel'") == false)
        #expect(try scratch.read(".bashrc")?.hasPrefix("a\n\nb\n# parallel-cc:") == true)
        _ = try remove(context("bash"))
        #expect(try scratch.read(".bashrc") == "a\n\nb\n")
    }

    @Test func `upgrades an alias without a condition`() throws {
        let path = "/home/u/.local/bin/claude-parallel"
        try scratch.write(
            "# parallel-cc: claude starts through claude-parallel\nalias claude='\(path)'\n", to: ".bashrc")
        _ = try install(context("bash"))
        #expect(
            try scratch.read(".bashrc")?.hasSuffix("\nif [ -x \(path) ]; then alias claude='\(path)'; fi\n") == true)
        #expect(try scratch.read(".bashrc")?.split(separator: "\n").count == 2)
    }

    @Test(arguments: [" # mine", "; export MINE=1", " && alias gs='git status'"])
    func `leaves a line that somebody has added to`(_ text: String) throws {
        for (shell, file) in [("bash", ".bashrc"), ("zsh", ".zshrc")] {
            _ = try install(context(shell))
            let edited = String(try #require(try scratch.read(file)).dropLast()) + text + "\n"
            try scratch.write(edited, to: file)
            #expect(try install(context(shell)).isEmpty)
            #expect(try remove(context(shell)).notes.count == 1)
            #expect(try scratch.read(file) == edited)
        }
    }

    @Test func `leaves aliases by hand`() throws {
        try scratch.write("alias claude=claude-parallel\n", to: ".bashrc")
        #expect(try install(context("bash")).isEmpty)
        let removal = try remove(context("bash"))
        #expect(removal.isEmpty)
        #expect(removal.notes.count == 1)
    }

    @Test func `names an alias that it replaces`() throws {
        try scratch.write("alias claude='claude --model opus'\n", to: ".bashrc")
        #expect(try install(context("bash")).notes.first?.contains("claude --model opus") == true)
        #expect(try install(context("bash")).notes.isEmpty)
        _ = try remove(context("bash"))
        #expect(try scratch.read(".bashrc") == "alias claude='claude --model opus'\n")
    }

    @Test func `keeps bytes that are no UTF 8`() throws {
        let bytes: [UInt8] = [0xFF, 0xFE, 0x0A, 0xC3]
        try AtomicFile.write(bytes, to: scratch.appending(".bashrc"), replacing: nil)
        _ = try install(context("bash"))
        _ = try remove(context("bash"))
        #expect(try AtomicFile.read(scratch.appending(".bashrc")) == bytes)
    }

    @Test(arguments: ["bin", "my bin", "it's $HOME"])
    func `bash runs the alias`(_ folder: String) throws {
        try Files.writeProgram(scratch.appending(folder + "/claude-parallel"), "#!/bin/sh\necho \"ran $1\"\n")
        _ = try install(context("bash", bin: scratch.appending(folder)))
        let script = "shopt -s expand_aliases\n. ./.bashrc\nclaude 'a b' >out\n"
        try scratch.write(script, to: "script")
        #expect(system("cd \(ShellWord.script(scratch.path)) && bash script") == 0)
        #expect(try scratch.read("out") == "ran a b\n")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `leaves claude alone where the program is gone`(_ shell: String) throws {
        try Files.writeProgram(scratch.appending("bin/claude"), "#!/bin/sh\necho \"plain $1\"\n")
        let profile = try install(context(shell, bin: scratch.appending("gone")))
        #expect(!profile.isEmpty)
        let path = try #require(
            [".bashrc", ".zshrc", ".config/fish/config.fish"].first { (try? scratch.read($0)) != nil })
        let enable = shell == "bash" ? "shopt -s expand_aliases\n" : ""
        try scratch.write("\(enable). ./\(path)\nclaude x >out\n", to: "script")
        let call =
            "cd \(ShellWord.script(scratch.path)) && HOME=$PWD LC_ALL=C.UTF-8 PATH=$PWD/bin:$PATH \(shell) script"
        #expect(system(call) == 0)
        #expect(try scratch.read("out") == "plain x\n")
    }

    @Test func `quotes for fish`() {
        #expect(LoginShell.fish.alias("claude", to: "/b/p") == "if test -x /b/p; alias claude '/b/p'; end")
        #expect(
            LoginShell.fish.alias("claude", to: "/a b/p") == #"if test -x '/a b/p'; alias claude '\'/a b/p\''; end"#)
        // A quote and a combining character after it are one Character, which is no quote.
        let alias = LoginShell.fish.alias("claude", to: "/it'\u{301}s")
        let expected = #"if test -x '/it\'\#u{301}s'; alias claude '\'/it\\\'\#u{301}s\''; end"#
        #expect(Array(alias.utf8) == Array(expected.utf8))
    }
}
