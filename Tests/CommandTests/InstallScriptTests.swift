import Exec
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
}
