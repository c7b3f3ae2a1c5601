internal import Exec
internal import Files
internal import FoundationEssentials
internal import Glibc
internal import HookCore
internal import Wiring

/// Checks git, the libraries, our own programs and claude.
struct ProgramChecks {
    let surroundings: ProgramEnvironment

    /// The oldest git that can do all that we ask: `worktree list -z` came with 2.36.
    private static let oldestGit = [2, 36]

    var findings: [Finding] {
        [git, libraries] + companions + [sandbox, searchPath]
            + OtherInstallations(surroundings: surroundings).findings + [claude]
    }

    /// The first line of the answer to `git --version`; nil where git does not run.
    static func gitVersion(_ surroundings: ProgramEnvironment) -> String? {
        let call = Command("git", arguments: ["--version"], environment: surroundings.environment)
        guard let result = try? Spawner.run(call), result.status.isSuccess else { return nil }
        return result.text.split(separator: "\n").first.map(String.init) ?? ""
    }

    private var git: Finding {
        guard let text = Self.gitVersion(surroundings) else {
            return Finding("git", status: .bad, message: "not found on PATH", remedy: "apt install git")
        }
        let numbers = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        let isOld = numbers.prefix(2).lexicographicallyPrecedes(Self.oldestGit)
        return isOld
            ? Finding("git", status: .bad, message: "\(text) is too old", remedy: "install git 2.36 or newer")
            : Finding("git", status: .good, message: text)
    }

    /// The libraries are there, or the program would not run. Their versions help with a bug report or a question about
    /// a security fix.
    private var libraries: Finding {
        let maps = FileBytes.read("/proc/self/maps", limit: 1 << 20) ?? []
        let paths = String(decoding: maps, as: UTF8.self).split(separator: "\n").compactMap {
            $0.split(separator: " ").last
        }
        let found = ["libgit2", "libsqlite3"].compactMap { name in
            paths.first { $0.contains("/\(name).so") }.map { FilePath.name(of: String($0)) }
        }
        if !found.isEmpty { return Finding("libraries", status: .good, message: found.joined(separator: ", ")) }
        let versions = Build.libraries.isEmpty ? "of versions that the build did not know" : Build.libraries
        return Finding("libraries", status: .good, message: "inside the program: \(versions)")
    }

    private var companions: [Finding] {
        let folder = ProgramEnvironment.binaryDirectory ?? ""
        let names = ["claude-parallel", "parallel-cc-run", "parallel-cc-heartbeat"]
        let missing = names.filter { access(folder + "/" + $0, X_OK) != 0 }
        if missing.isEmpty {
            return [Finding("programs", status: .good, message: "\(folder): \(names.joined(separator: ", "))")]
        }
        return missing.map {
            Finding(
                "programs", status: .bad, message: "\($0) is not in \(folder)", remedy: "run scripts/install.sh again")
        }
    }

    /// The program of unattended work needs a library that sessions do without.
    private var sandbox: Finding {
        let program = CompanionProgram.sandbox
        do throws(ParallelError) {
            let version = try program.version()
            if version == Version.text { return Finding("sandbox", status: .good, message: program.name) }
            return Finding(
                "sandbox", status: .notice, message: "\(program.name) is of another version: \(version)",
                remedy: "install parallel-cc again, with all its programs")
        } catch {
            return Finding(
                "sandbox", status: .notice, message: "no tasks can run in sandboxes: \(error.fullMessage)",
                remedy: error.hint)
        }
    }

    private var searchPath: Finding {
        let folder = ProgramEnvironment.binaryDirectory ?? ""
        guard let found = Executables.find("parallel-cc", searchPath: surroundings.environment["PATH"]) else {
            return Finding(
                "PATH", status: .notice, message: "\(folder) is not on it in this shell",
                remedy:
                    "export PATH=\(ShellWord.quote(folder)):\"$PATH\"; where new shells lack it, also in your profile")
        }
        if let real = realpath(found, nil) {
            defer { free(real) }
            if String(cString: real) == ProgramEnvironment.binary {
                return Finding("PATH", status: .good, message: found)
            }
        }
        return Finding(
            "PATH", status: .notice, message: "parallel-cc there is another one: \(found)",
            remedy: "put \(folder) before it on PATH")
    }

    private var claude: Finding {
        if let claude = surroundings.claude {
            guard let useless = surroundings.uselessClaude else {
                return Finding("claude", status: .good, message: claude)
            }
            return Finding(
                "claude", status: .notice,
                message: "PARALLEL_CC_CLAUDE names no program that can be started (\(useless)): it is \(claude)",
                remedy: "unset PARALLEL_CC_CLAUDE, or correct it")
        }
        return Finding(
            "claude", status: .notice, message: "not found on PATH",
            remedy: "install Claude Code, or set PARALLEL_CC_CLAUDE to its path"
        )
    }
}
