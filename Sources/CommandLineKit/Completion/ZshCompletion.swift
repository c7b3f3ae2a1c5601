/// Writes completions for zsh, one function per command around its `_arguments`.
///
/// The script belongs into a file of `fpath` that is called like the program after an underscore; it can also be
/// sourced after `compinit`.
struct ZshCompletion {
    let program: String
    let tree: [CommandDescription]

    var script: String {
        let functions = tree.map(function) + valueFunctions
        // zsh runs an autoloaded file of fpath as the function's body. A file that is sourced registers the function.
        let root = functionName(tree.first?.path.names ?? [program])
        let start = """
            if [ "$funcstack[1]" = "\(root)" ]; then
                \(root) "$@"
            else
                compdef \(root) \(program)
            fi
            """
        return (["#compdef \(program)"] + functions + [start]).joined(separator: "\n\n") + "\n"
    }

    private func functionName(_ names: [String]) -> String {
        "_" + names.map { CompletionText.identifier($0, allowsDash: true) }.joined(separator: "__")
    }

    private func function(_ command: CommandDescription) -> String {
        let name = functionName(command.path.names)
        let isGroup = !command.subcommands.isEmpty
        var specifications = command.options.map { option($0) }
        if isGroup {
            specifications += ["'1:subcommand:->command'", "'*::argument:->arguments'"]
        } else {
            specifications += command.positionals.map(argument)
        }
        let arguments = (["_arguments -C -s -S"] + specifications).joined(separator: " \\\n        ")
        guard isGroup else { return "\(name)() {\n    \(arguments)\n}" }
        return """
            \(name)() {
                local curcontext="$curcontext" state line
                local -a commands
                commands=(
            \(descriptions(command))
                )
                \(arguments) && return
                case $state in
                    command) _describe -t commands subcommand commands ;;
                    arguments)
                        case $words[1] in
            \(calls(command))
                        esac ;;
                esac
            }
            """
    }

    private func descriptions(_ command: CommandDescription) -> String {
        let proposed = command.proposedSubcommands.map { path in
            let name = path.leaf.commandName.replacing(":", with: "\\:")
            return "        " + CompletionText.quoted("\(name):\(path.leaf.configuration.abstract)")
        }
        let help = command.hasHelpCommand ? ["        'help:Show help of a subcommand.'"] : []
        return (proposed + help).joined(separator: "\n")
    }

    private func calls(_ command: CommandDescription) -> String {
        let calls = command.subcommands.map { path in
            let names = ([path.leaf.commandName] + path.leaf.configuration.aliases).map(CompletionText.quoted)
            return "\(names.joined(separator: "|"))) \(functionName(path.names)) ;;"
        }
        let help = command.hasHelpCommand ? ["help) _describe -t commands subcommand commands ;;"] : []
        return (calls + help).map { "                " + $0 }.joined(separator: "\n")
    }

    private func option(_ definition: ArgumentDefinition) -> String {
        let abstract = definition.help.abstract
        let explanation = (abstract.isEmpty ? "" : "[\(Self.escaped(abstract))]") + value(of: definition)
        let forms = definition.names.map { name in
            guard definition.takesValue else { return name.spelling }
            return name.spelling + (name.spelling.hasPrefix("--") ? "=" : "+")
        }
        let spellings = definition.names.map(\.spelling).joined(separator: " ")
        let repetition = definition.isRepeating ? "*" : "(\(spellings))"
        // A space or comma stands between two quoted words: with RC_QUOTES, two adjacent quotes would mean one.
        guard forms.count > 1 else { return CompletionText.quoted(repetition + forms.joined() + explanation) }
        let names = "{\(forms.joined(separator: ","))}"
        return CompletionText.quoted(repetition) + names
            + (explanation.isEmpty ? "" : CompletionText.quoted(explanation))
    }

    private func argument(_ definition: ArgumentDefinition) -> String {
        let start = definition.isRepeating ? "*" : definition.isRequired ? "" : ":"
        return CompletionText.quoted(start + value(of: definition, isPositional: true))
    }

    private func value(of definition: ArgumentDefinition, isPositional: Bool = false) -> String {
        guard definition.takesValue else { return "" }
        return ":\(Self.escaped(definition.valueName)):\(action(definition.completion))"
    }

    private func action(_ completion: CompletionKind) -> String {
        switch completion {
        case .default: return " "
        case .list(let values): return "(" + values.map(Self.word).joined(separator: " ") + ")"
        case .directory: return "_files -/"
        case .file(let extensions) where extensions.isEmpty: return "_files"
        case .file(let extensions): return "_files -g \"*.(\(extensions.joined(separator: "|")))\""
        case .shellCommand(let command): return valueFunctionName(command)
        }
    }

    /// Returns text for the inside of a specification, where colons and brackets separate.
    private static func escaped(_ text: String) -> String {
        text.map { "\\[]:$`".contains($0) ? "\\\($0)" : $0 == "\n" ? " " : String($0) }.joined()
    }

    /// Returns one word of a list of values.
    private static func word(_ text: String) -> String {
        text.map { "\\ :()'\"$`*?[]|&;<>#~".contains($0) ? "\\\($0)" : String($0) }.joined()
    }
}

// MARK: Values from shell commands

extension ZshCompletion {
    /// The shell commands that arguments declare, each once, in order of first use.
    private var commands: [String] {
        tree.flatMap { $0.options + $0.positionals }.reduce(into: []) { found, definition in
            guard case .shellCommand(let command) = definition.completion, !found.contains(command) else { return }
            found.append(command)
        }
    }

    private func valueFunctionName(_ command: String) -> String {
        "_\(CompletionText.identifier(program, allowsDash: true))_values_\(commands.firstIndex(of: command) ?? 0)"
    }

    private var valueFunctions: [String] {
        commands.map { command in
            """
            \(valueFunctionName(command))() {
                local -a values
                values=(${(f)"$(\(command) 2>/dev/null)"})
                compadd -a values
            }
            """
        }
    }
}
