internal import Exec
internal import Glibc
internal import HookCore
internal import Wiring

/// Other installations of parallel-cc on this machine: an upgrade of one changes nothing of the other, and both write
/// into the same settings.
struct OtherInstallations {
    let surroundings: ProgramEnvironment

    var findings: [Finding] {
        let own = ProgramEnvironment.binary
        var seen = Set([own])
        return folders.compactMap { folder in
            guard let found = Executables.find(folder + "/parallel-cc", searchPath: nil),
                let real = RealPath.of(found), seen.insert(real).inserted
            else { return nil }
            return Finding(
                "other installation", status: .notice, message: "\(found) is another parallel-cc, beside this one",
                remedy: remedy(folder))
        }
    }

    /// The folders where packages, `install.sh` and users put programs, and the folders of PATH.
    private var folders: [String] {
        let path = surroundings.environment["PATH"] ?? ""
        let home = surroundings.environment["HOME"].map { $0 + "/.local/bin" }
        let all =
            path.split(separator: ":").map(String.init) + ["/usr/bin", "/usr/local/bin"] + [home].compactMap(\.self)
        return all.filter { FilePath.isAbsolute($0) }
    }

    private func remedy(_ folder: String) -> String {
        if access("/var/lib/dpkg/info/parallel-cc.list", F_OK) == 0, folder == "/usr/bin" {
            return "keep one of them: apt remove parallel-cc takes that one away"
        }
        let uninstall = "PARALLEL_CC_INSTALL_DIR=\(ShellWord.quote(folder)) scripts/uninstall.sh"
        return
            "keep one of them: \(uninstall) takes that one away, "
            + "and the settings too, which parallel-cc install --all brings back"
    }
}
