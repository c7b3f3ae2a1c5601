extension ParsableCommand {
    /// Shows the help: a command without work of its own does that.
    package mutating func run() throws { throw CleanExit.helpRequest(Self.self) }
}
