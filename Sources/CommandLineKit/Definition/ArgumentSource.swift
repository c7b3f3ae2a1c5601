/// A property wrapper that brings arguments.
protocol ArgumentSource {
    /// What the property called `key` in Swift means on the command line.
    func definitions(key: String) -> [ArgumentDefinition]

    /// Runs the checks of the wrapped value itself; only groups have such.
    func validate() throws
}

extension ArgumentSource {
    func validate() throws {}
}
