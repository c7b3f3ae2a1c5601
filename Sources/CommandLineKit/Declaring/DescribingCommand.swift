/// A command that describes the whole program, as completions and manuals do.
///
/// The program calls `run(describing:)` in place of `run()`.
package protocol DescribingCommand: ParsableCommand {
    /// Does the work.
    /// - Parameter root: the program.
    /// - Throws: the errors that `run()` may throw.
    func run(describing root: any ParsableCommand.Type) throws
}
