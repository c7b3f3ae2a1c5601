extension ParsableCommand {
    /// A command that does nothing by itself shows its help.
    package mutating func run() throws { throw CleanExit.helpRequest(Self.self) }
}
