package import CommandLineKit
internal import Exec
internal import Glibc
internal import HookCore

/// The course of a command: parse, run, print, return the exit status.
package enum Program {
    /// Runs the command that the arguments name, and returns the exit status. Errors are printed, not thrown.
    package static func run(_ root: any ParsableCommand.Type, arguments: [String]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        Printer.inspectOutput()
        fillStandardDescriptors()
        let status = answer(root, arguments: arguments)
        do throws(ParallelError) {
            try Printer.checkOutput()
            return status
        } catch {
            Printer.narrate(lines: Failure(error, path: CommandPath(root: root)).lines)
            return max(status, 1)
        }
    }

    private static func answer(_ root: any ParsableCommand.Type, arguments: [String]) -> Int32 {
        let wantsJSON = arguments.prefix { $0 != "--" }.contains("--json")
        if let mangled = mangledArgument(arguments) {
            let error = ValidationError(
                "'\(mangled.displayable)' is not UTF-8; \(root.commandName) takes no other names")
            return fail(error, at: CommandPath(root: root), wantsJSON: wantsJSON)
        }
        switch CommandLineRunner.parse(root: root, arguments: arguments) {
        case .help(let path):
            Printer.answer(HelpRenderer(width: Printer.outputTerminal.width).render(path))
            return 0
        case .version(let text, _):
            Printer.answer(text)
            return 0
        case .failure(let failure): return fail(failure, at: failure.path, wantsJSON: wantsJSON)
        case .command(let parsed):
            var command = parsed.command
            do {
                if let describing = command as? any DescribingCommand {
                    try describing.run(describing: root)
                } else {
                    try command.run()
                }
                return 0
            } catch {
                return fail(error, at: parsed.path, wantsJSON: wantsJSON)
            }
        }
    }

    /// The first argument that differs from the typed bytes: Swift repairs text that is not UTF-8, and the result would
    /// name another file.
    private static func mangledArgument(_ arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            guard let typed = CommandLine.unsafeArgv[index + 1], strcmp(typed, argument) == 0 else { return argument }
        }
        return nil
    }

    private static func fail(_ error: any Error, at path: CommandPath, wantsJSON: Bool) -> Int32 {
        if let exit = error as? ExitCode { return exit.rawValue }
        let failure = Failure(error, path: path)
        if wantsJSON {
            try? Printer.answer(json: failure.document, pretty: false)
        } else {
            Printer.narrate(lines: failure.lines)
        }
        return failure.status
    }

    /// Opens `/dev/null` for missing standard streams: the database must not get such a descriptor, or output would be
    /// written into it.
    private static func fillStandardDescriptors() {
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
            guard open("/dev/null", O_RDWR) == descriptor else { return }
        }
    }
}
