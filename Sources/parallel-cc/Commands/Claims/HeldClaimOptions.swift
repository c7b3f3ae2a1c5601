internal import CommandLineKit
internal import Coordinator
internal import HookCore
internal import Wiring

/// The options of `claims release` and `claims transfer`: the claim, and the right to change it.
struct HeldClaimOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Id of the claim, or the beginning of it.", valueName: "claim"))
    var claim: String

    @OptionGroup var caller: CallerSession

    @Option(help: ArgumentHelp("Only if the claim still has this number.", valueName: "number"))
    var fence: Int64?

    @Flag(help: "Whoever holds it.")
    var force = false

    @OptionGroup var output: OutputOption

    func id(_ coordinator: Coordinator) throws(ParallelError) -> String {
        try coordinator.completed(claim, kind: .claim)
    }

    /// The session that must hold the claim; nil with `--force`.
    func holder(_ coordinator: Coordinator) throws(ParallelError) -> String? {
        force ? nil : try caller.find(coordinator).id
    }

    /// The session that carries out the user's wish; nil on a terminal of the user's own.
    func asker(_ coordinator: Coordinator) -> String? { try? caller.find(coordinator).id }
}
