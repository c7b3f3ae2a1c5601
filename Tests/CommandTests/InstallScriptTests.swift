import Exec
import Glibc
import TestSupport
import Testing

/// `scripts/install.sh` and `scripts/uninstall.sh`, with a package of stand-ins.
@Suite struct InstallScriptTests {
    private let directory = TemporaryDirectory()
    private var bin: String { directory.appending("home/.local/bin") }

    init() throws {
        Files.makeDirectories(bin)
        Files.makeDirectories(directory.appending("tree/p/bin"))
        for name in ["parallel-cc", "tool"] {
            try Files.writeProgram(directory.appending("tree/p/bin/" + name), "#!/bin/sh\n# \(name)\n")
        }
        _ = try shell("tar -czf '\(directory.appending("p.tar.gz"))' -C '\(directory.appending("tree"))' p")
    }

    private func shell(_ line: String) throws -> CommandResult {
        let environment = TestEnvironment.make(home: directory.appending("home"))
        return try Spawner.run(Command("bash", arguments: ["-c", line], environment: environment))
    }

    private func install() throws -> CommandResult {
        try shell("'\(Programs.package)/scripts/install.sh' --from '\(directory.appending("p.tar.gz"))' </dev/null")
    }

    @Test func `every file of the user's is kept, also where a backup lies already; the first comes back`() throws {
        let tool = bin + "/tool"
        try Files.write(tool + ".backup", "his backup\n")
        try Files.write(tool, "his first\n")
        let first = try install()
        #expect(first.status.isSuccess, "\(first.errorText)")
        for _ in 0..<2 {
            try Files.write(tool, "his second\n")
            #expect(try install().status.isSuccess)
        }
        #expect(Files.read(tool) == "#!/bin/sh\n# tool\n" && Files.read(tool + ".backup") == "his backup\n")
        #expect(Files.read(tool + ".backup.2") == "his first\n" && Files.read(tool + ".backup.3") == "his second\n")
        #expect(!Files.exists(tool + ".backup.4"))
        let gone = try shell("'\(Programs.package)/scripts/uninstall.sh' --yes </dev/null")
        #expect(gone.status.isSuccess, "\(gone.errorText)")
        #expect(Files.read(tool) == "his first\n" && Files.read(tool + ".backup") == "his backup\n")
        #expect(Files.read(tool + ".backup.3") == "his second\n")
    }

    @Test func `purging deletes what parallel-cc writes, keeps and names the rest`() throws {
        #expect(try install().status.isSuccess)
        let data = directory.appending("home/.parallel-cc")
        let own = [
            "coordinator.db", "coordinator.db-wal", "coordinator.db.backup-v3-1", "coordinator.db.damaged-17-wal",
            "config.json", "config.json.parallel-cc-12", "installation.json", "beats/12-346", "beats/12-345@agent_1-a",
            "beats/12-345.mail", "beats/12-345.calls", "beats/12-345.99", "radar/4026-12-345-ab2c/objects/00",
            "landing/1x2y3a4b5c6d.log",
        ]
        let others = [
            "beats/notes.md", "beats/12-345/notes", "beats/12-345.notes", "coordinator.db.my-copy", "radar/notes",
            "landing/notes.log", "own/notes", "bea\nts", "beats/a\nb",
        ]
        for name in own + others {
            try Files.write(data + "/" + name, "x\n")
        }
        try Files.write(data + "/.gitignore", "# of parallel-cc\n*\n!own\n")
        try Files.write(bin + "/.tool.backup", "his\n")
        // Without the program that knows of sessions, as where an uninstallation was cut off.
        unlink(bin + "/parallel-cc")
        let gone = try shell("'\(Programs.package)/scripts/uninstall.sh' --yes --purge-data </dev/null")
        #expect(gone.status.isSuccess, "\(gone.errorText)")
        for name in own { #expect(!Files.exists(data + "/" + name), "\(name)") }
        for name in others + [".gitignore"] { #expect(Files.read(data + "/" + name) != nil, "\(name)") }
        #expect(Files.read(bin + "/.tool.backup") == "his\n")
        for name in ["beats/notes.md", "beats/12-345", "coordinator.db.my-copy", "radar/notes", "own", ".gitignore"] {
            #expect(gone.text.contains("kept, because it has no name that parallel-cc gives: \(data)/\(name)\n"))
        }
    }
}
