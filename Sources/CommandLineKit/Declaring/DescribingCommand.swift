/// A command that tells of the whole program, as completions and manuals do.
///
/// The program calls `run(describing:)` in place of `run()`.
package protocol DescribingCommand: ParsableCommand {
    /// - Parameter root: the program.
    /// - Throws: as `run()`.
    func run(describing root: any ParsableCommand.Type) throws
}
