/// The facts that we need from claude's command line. Everything but our own `--here` is passed on as it is.
struct ClaudeArguments: Equatable {
    /// Positions of the arguments that claude gets.
    private(set) var passed: [Int] = []
    /// Whether `--here` was given: the user wants a second session in this checkout.
    private(set) var here = false
    /// The value of `-n` or `--name`.
    private(set) var name: String?
    /// The id of `-r` or `--resume`; nil also when the option asks for a list to pick from.
    private(set) var resume: String?
    /// Whether `-c` or `--continue` was given.
    private(set) var continues = false
    /// Whether `-w` or `--worktree` was given: Claude Code makes a worktree of its own.
    private(set) var makesWorktree = false
    /// The name of that worktree, where one is given.
    private(set) var worktreeName: String?

    init(_ arguments: [String]) {
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            if argument == "--" { break }
            if argument == "--here" {
                here = true
                index += 1
                continue
            }
            passed.append(index)
            index += 1
            guard argument.hasPrefix("-"), argument != "-" else { continue }
            let next = index < arguments.count ? arguments[index] : nil
            if takesNext(argument, next: next) {
                passed.append(index)
                index += 1
            }
        }
        passed.append(contentsOf: index..<arguments.count)
    }

    /// Notes an option. Returns whether `next` is its value.
    private mutating func takesNext(_ argument: String, next: String?) -> Bool {
        if argument.hasPrefix("--") { return takesNextLong(argument, next: next) }
        // Short options may stand together. The first that takes a value gets the rest of the word, or else the next
        // word.
        var letters = argument.utf8.dropFirst()
        while let letter = letters.popFirst() {
            let option = "-" + String(Unicode.Scalar(letter))
            if ClaudeOptions.arity(option) == .none {
                note(option, value: nil)
            } else if !letters.isEmpty {
                note(option, value: String(decoding: letters, as: UTF8.self))
                return false
            } else {
                return takesNextWord(option, next: next)
            }
        }
        return false
    }

    private mutating func takesNextLong(_ argument: String, next: String?) -> Bool {
        guard let equals = argument.utf8.firstIndex(of: UInt8(ascii: "=")) else {
            return takesNextWord(argument, next: next)
        }
        note(String(argument[..<equals]), value: String(argument[argument.utf8.index(after: equals)...]))
        return false
    }

    private mutating func takesNextWord(_ option: String, next: String?) -> Bool {
        var takes = false
        switch ClaudeOptions.arity(option) {
        case .none: break
        case .required: takes = next != nil
        case .optional: takes = next.map { !$0.hasPrefix("-") || $0 == "-" } ?? false
        }
        note(option, value: takes ? next : nil)
        return takes
    }

    private mutating func note(_ option: String, value: String?) {
        let value = value.flatMap { $0.isEmpty ? nil : $0 }
        switch option {
        case "-n", "--name": name = value
        case "-r", "--resume": resume = value
        case "-c", "--continue": continues = true
        case "-w", "--worktree": (makesWorktree, worktreeName) = (true, value)
        default: break
        }
    }
}
