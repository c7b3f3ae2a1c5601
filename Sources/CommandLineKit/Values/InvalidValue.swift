/// Thrown by a value parser when the text is no spelling of a value; the parser adds which argument it was.
struct InvalidValue: Error {
    /// What was expected instead, as the end of "expected …"; `nil` when nobody knows.
    let expectation: String?
}
