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
        case "stdbuf": ProgramRunner(valued: ["-i", "-o", "-e"])
        case "env": ProgramRunner(valued: ["-u", "--unset"], directory: ["-C", "--chdir"])
        case "nice": ProgramRunner(valued: ["-n"])
        case "ionice": ProgramRunner(valued: ["-c", "-n"])
        case "sudo": ProgramRunner(valued: ["-u", "-g", "-C", "-p"], directory: ["-D", "--chdir"])
        case "timeout": ProgramRunner(valued: ["-k", "-s"], operands: 1)
        case "flock": ProgramRunner(valued: ["-w", "-E"], operands: 1)
        case "xargs": ProgramRunner(valued: ["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s"])
        default: nil
        }
    }

    /// Returns the other program with its arguments, and the word that names the directory where it runs.
    func command(in arguments: ArraySlice<CommandWord>) -> (words: ArraySlice<CommandWord>, directory: CommandWord?) {
        var words = arguments
        var directoryWord: CommandWord?
        while let word = words.first, word.text.hasPrefix("-") {
            words = words.dropFirst()
            if word.text == "--" { break }
            if directory.contains(word.text) {
                directoryWord = words.popFirst()
            } else if valued.contains(word.text) {
                words = words.dropFirst()
            } else if let option = directory.first(where: { word.text.hasPrefix($0 + "=") }) {
                directoryWord = word.droppingFirst(option.utf8.count + 1)
            }
        }
        return (words.dropFirst(operands), directoryWord)
    }
}
