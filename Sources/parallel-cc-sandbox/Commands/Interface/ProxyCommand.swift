internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import HookCore
internal import ModelProxy
internal import Wiring

/// `proxy`: the model proxy of this user's tasks. Commands that run tasks start it, and it ends by itself.
struct ProxyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy", abstract: "Serve the model to this user's sandboxes until no task needs it.",
        shouldDisplay: false)

    mutating func run() throws {
        Interruption.catchSignals()
        let folder = ProxyFolder(dataDirectory: try CoordinatorContext.live().dataDirectory)
        let log = ProxyLogFile(folder.log)
        let proxy = ModelProxy(folder: folder) { log.add("\(Timestamp.now().text) \($0)") }
        do throws(ParallelError) {
            try proxy.run(until: { Interruption.signal != nil })
        } catch {
            // It was started twice at once: the other one serves.
            if error.code == .proxyRuns { return }
            log.add("\(Timestamp.now().text) \(error.description)")
            throw error
        }
    }
}
