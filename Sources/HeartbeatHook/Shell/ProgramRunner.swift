/// A program that runs another one, which its arguments name.
struct ProgramRunner {
    /// Options that take the next word as their value.
    private let valued: Set<String>
    /// Options whose value is the directory in which the other program runs.
    private var directory: Set<String> = []
    /// The number of own words before the other program's name.
    private var operands = 0
    /// Whether it is a process of its own: changes of directory and variables end with it.
    private(set) var isProcess = true

    static func named(_ name: String) -> ProgramRunner? {
        switch name {
        case "command", "builtin": ProgramRunner(valued: [], isProcess: false)
        case "exec": ProgramRunner(valued: ["-a"])
        case "nohup", "setsid", "busybox", "doas": ProgramRunner(valued: ["-u", "-C"])
        case "stdbuf": ProgramRunner(valued: ["-i", "--input", "-o", "--output", "-e", "--error"])
        case "env": ProgramRunner(valued: ["-u", "--unset"], directory: ["-C", "--chdir"])
        case "nice": ProgramRunner(valued: ["-n", "--adjustment"])
        case "ionice": ProgramRunner(valued: ["-c", "--class", "-n", "--classdata"])
        case "sudo": ProgramRunner(valued: sudo, directory: ["-D", "--chdir"])
        case "timeout": ProgramRunner(valued: ["-k", "--kill-after", "-s", "--signal"], operands: 1)
        case "flock":
            ProgramRunner(valued: ["-w", "--wait", "--timeout", "-E", "--conflict-exit-code"], operands: 1)
        case "xargs": ProgramRunner(valued: xargs)
        default: nil
        }
    }

    private static let sudo: Set<String> = [
        "-u", "--user", "-g", "--group", "-C", "--close-from", "-p", "--prompt", "-h", "--host", "-R", "--chroot", "-r",
        "--role", "-t", "--type", "-T", "--command-timeout", "-U", "--other-user",
    ]
    private static let xargs: Set<String> = [
        "-a", "--arg-file", "-d", "--delimiter", "-E", "-I", "-L", "-n", "--max-args", "-P", "--max-procs", "-s",
        "--max-chars", "--process-slot-var",
    ]

    /// Returns the other program with its arguments, and the word that names the directory where it runs.
    func command(in arguments: ArraySlice<CommandWord>) -> (words: ArraySlice<CommandWord>, directory: CommandWord?) {
        var words = arguments
        var directoryWord: CommandWord?
        while let word = words.first, word.text.hasPrefix("-") {
            words = words.dropFirst()
            if word.text == "--" { break }
            guard let (option, value) = takesValue(word) else { continue }
            let given = value ?? words.popFirst()
            if directory.contains(option) { directoryWord = given }
        }
        return (words.dropFirst(operands), directoryWord)
    }

    /// Returns the option in a word that takes a value, and the value if it is in the word, too: `--user=x`, `-ux`,
    /// `-nu` (whose value is the next word). Nil for a word without such an option.
    private func takesValue(_ word: CommandWord) -> (option: String, value: CommandWord?)? {
        let takesValue = { valued.contains($0) || directory.contains($0) }
        if word.text.hasPrefix("--") {
            let name = String(word.text.prefix { $0 != "=" })
            guard takesValue(name) else { return nil }
            return (name, name == word.text ? nil : word.droppingFirst(name.utf8.count + 1))
        }
        for (index, letter) in word.bytes.enumerated().dropFirst() {
            let option = "-" + String(UnicodeScalar(letter))
            guard takesValue(option) else { continue }
            // A variable behind the letter is its value.
            let isLast = index + 1 == word.bytes.count && word.isCertain
            return (option, isLast ? nil : word.droppingFirst(index + 1))
        }
        return nil
    }
}
