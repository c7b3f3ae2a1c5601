// Runs the model proxy for tests of the real Claude Code: ModelProxyProgram SOCKET. What the host knows comes from the
// environment. A finished request is a line on stdout, anything wrong one on stderr.

import Exec
import FoundationEssentials
import Glibc
import HookCore
import ModelProxy

@Sendable func tell(_ line: String, on descriptor: Int32) {
    _ = FileBytes.write(Array((line + "\n").utf8), to: descriptor)
}

Interruption.catchSignals()
do throws(ParallelError) {
    let model = try HostModel(environment: ProcessInfo.processInfo.environment)
    let proxy = ModelProxy(
        socket: CommandLine.arguments.dropFirst().first ?? "", upstream: model.endpoint,
        credentials: { () throws(ParallelError) in try model.credential() },
        observe: { tell("\($0.method) \($0.path) \($0.status ?? 0) \($0.usage?.output ?? 0)", on: STDOUT_FILENO) },
        log: { tell($0, on: STDERR_FILENO) })
    try proxy.run(isReady: { tell("ready", on: STDOUT_FILENO) }, until: { Interruption.signal != nil })
} catch {
    tell("\(error)", on: STDERR_FILENO)
    exit(1)
}
