/// An error of a value parser for a text that is no spelling of a value; the parser adds the argument's name.
struct InvalidValue: Error {
    /// The expected text, as the end of "expected …"; `nil` when it is not known.
    let expectation: String?
}
