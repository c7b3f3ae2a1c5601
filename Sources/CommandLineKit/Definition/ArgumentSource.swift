/// A property wrapper that brings arguments.
protocol ArgumentSource {
    /// Returns the arguments of the property that is called `key` in Swift.
    func definitions(key: String) -> [ArgumentDefinition]

    /// Runs the checks of the wrapped value itself; only groups have any.
    func validate() throws
}

extension ArgumentSource {
    func validate() throws {}
}
