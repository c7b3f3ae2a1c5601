import CommandLineKit
import TestSupport
import Testing

/// Whether a shell is installed here.
private func isInstalled(_ shell: String) -> Bool {
    (try? shellOutput("command -v \(shell)").isEmpty == false) ?? false
}

@Suite struct OtherCompletionTests {
    @Test func `zsh describes a group`() {
        let script = CompletionShell.zsh.script(root: Sample.self)
        #expect(script.hasPrefix("#compdef sample\n\n_sample() {\n"))
        #expect(
            script.contains(
                """
                _sample__sandbox() {
                    local curcontext="$curcontext" state line
                    local -a commands
                    commands=(
                        'run:Run a task.'
                        'list:List tasks.'
                        'help:Show help of a subcommand.'
                    )
                    _arguments -C -s -S \\
                        '(-h --help)'{-h,--help}'[Show help information.]' \\
                        '1:subcommand:->command' \\
                        '*::argument:->arguments' && return
                    case $state in
                        command) _describe -t commands subcommand commands ;;
                        arguments)
                            case $words[1] in
                                'run') _sample__sandbox__run ;;
                                'list'|'ls') _sample__sandbox__list ;;
                                help) _describe -t commands subcommand commands ;;
                            esac ;;
                    esac
                }
                """))
    }

    @Test(arguments: [
        "'(-r --repo)'{-r+,--repo=}'[Only this repository.]:path:_files -/'",
        "'(--backend)--backend=[Where.]:backend:(docker bubblewrap)'",
        "'*--env=[Environment.]:K=v: '",
        "'(--plan-file)--plan-file=[A plan.]:plan-file:_files -g \"*.(md|txt)\"'",
        "'*:names:_sample_values_0'",
        "':source:(base node\\ js)'",
        "'::target:_files'",
        "values=(${(f)\"$(printf 'alpha\\nbeta\\n' 2>/dev/null)\"})",
        "'show-status'",
    ])
    func `zsh knows`(line: String) {
        #expect(CompletionShell.zsh.script(root: Sample.self).contains(line))
    }

    @Test(arguments: [
        "            case 'sample status' 'sample st'\n                set node 'sample status'",
        "complete -c sample -n '__sample_at sample' -a 'status' -d 'Show the sessions.'",
        "complete -c sample -n '__sample_at sample status' -l json -s j -d",
        "complete -c sample -n '__sample_at sample status' -s r -l repo -r -f -a '(__fish_complete_directories)'",
        "complete -c sample -n '__sample_at sample status' -l limit -x -d 'At most so many.'",
        "-l backend -r -f -a 'docker bubblewrap' -d 'Where.'",
        "-l plan-file -r -f -a '(__fish_complete_suffix .md; __fish_complete_suffix .txt)'",
        "-s f -o fast -d",
        "complete -c sample -n '__sample_at sample sandbox list' -f -a '(printf \\'alpha\\\\nbeta\\\\n\\' "
            + "2>/dev/null)'",
        "-f -a 'base \\'node js\\'' -d 'The source.'",
    ])
    func `fish knows`(line: String) {
        let script = CompletionShell.fish.script(root: Sample.self)
            .replacing(" -s j -l json", with: " -l json -s j")
        #expect(script.contains(line))
    }

    @Test func `functions are named after the program`() {
        struct Dashed: ParsableCommand {
            static let configuration = CommandConfiguration(commandName: "two-words")
        }
        // zsh looks for the function in a file called like it.
        #expect(CompletionShell.zsh.script(root: Dashed.self).contains("\n_two-words() {\n"))
        #expect(CompletionShell.bash.script(root: Dashed.self).contains("complete -F _two_words 'two-words'"))
        #expect(CompletionShell.fish.script(root: Dashed.self).contains("function __two_words_at\n"))
    }

    @Test func `neither proposes old names`() {
        #expect(!CompletionShell.fish.script(root: Sample.self).contains("-a 'show-status'"))
        #expect(!CompletionShell.zsh.script(root: Sample.self).contains("'show-status:"))
    }

    @Test(.enabled(if: isInstalled("zsh"), "zsh is not installed")) func `zsh accepts the script`() throws {
        let folder = TemporaryDirectory()
        let file = try folder.write(CompletionShell.zsh.script(root: Sample.self), to: "_sample")
        #expect(try shellOutput("zsh -n '\(file)' 2>&1 && echo fine") == "fine\n")
    }

    @Test(.enabled(if: isInstalled("fish"), "fish is not installed")) func `fish completes`() throws {
        let folder = TemporaryDirectory()
        let file = try folder.write(CompletionShell.fish.script(root: Sample.self), to: "sample.fish")
        let proposals = try shellOutput(
            "HOME='\(folder.path)' fish --no-config -c 'source \(file); complete -C \"sample sandbox r\"' 2>&1")
        #expect(proposals == "run\tRun a task.\n")
    }
}
