/// The facts about a value that the parser needs without knowing its type.
protocol ParsedState: AnyObject {
    /// Whether the command line gave a value.
    var isSet: Bool { get }
}
