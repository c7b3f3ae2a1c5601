/// A program that runs another one, which its arguments name.
struct ProgramRunner {
    /// Options that take the next word as their value.
    private let valued: Set<String>
    /// Options whose value is the directory in which the other one runs.
    private var directory: Set<String> = []
    /// How many words of its own come before the other one's name.
    private var operands = 0
    /// What happens inside ends with it.
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

    /// The other one with its arguments, and the word that says where it runs.
    func command(in arguments: ArraySlice<CommandWord>) -> (words: ArraySlice<CommandWord>, directory: CommandWord?) {
        var words = arguments
        var place: CommandWord?
        while let word = words.first, word.text.hasPrefix("-") {
            words = words.dropFirst()
            if word.text == "--" { break }
            if directory.contains(word.text) {
                place = words.popFirst()
            } else if valued.contains(word.text) {
                words = words.dropFirst()
            } else if let option = directory.first(where: { word.text.hasPrefix($0 + "=") }) {
                place = word.droppingFirst(option.utf8.count + 1)
            }
        }
        return (words.dropFirst(operands), place)
    }
}
