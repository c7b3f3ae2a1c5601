internal import Exec
internal import FoundationEssentials
internal import Glibc
internal import HookCore
internal import TaskProtocol

/// The program: reads its command line and does one task.
enum Program {
    /// The text of `--version`.
    static var version: String { Build.commit.isEmpty ? "unknown" : Build.commit }

    /// Returns the exit status: that of claude, 1 for a task that failed otherwise, 124 for one that ran out of time,
    /// 128 + n for one that signal n has cancelled, 64 for a wrong command line.
    static func run(_ words: [String]) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        switch Arguments.parse(words) {
        case .help:
            print(Arguments.usage)
            return 0
        case .version:
            print(version)
            return 0
        case .wrong(let problem):
            complain("\(problem)\n\(Arguments.usage)")
            return 64
        case .run(let arguments): return run(arguments)
        }
    }

    private static func run(_ arguments: Arguments) -> Int32 {
        Interruption.catchSignals()
        do throws(ParallelError) {
            let report = try Report(arguments.folder)
            let environment = ProcessInfo.processInfo.environment
            return TaskRun(arguments: arguments, environment: environment, report: report).run()
        } catch {
            complain("\(error)")
            return 1
        }
    }

    /// Says something on standard error.
    static func complain(_ text: String) {
        _ = FileBytes.write(Array("parallel-cc-runner: \(text)\n".utf8), to: STDERR_FILENO)
    }
}
