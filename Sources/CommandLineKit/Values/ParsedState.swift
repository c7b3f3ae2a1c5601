/// What the parser must know of a value whose type it does not know.
protocol ParsedState: AnyObject {
    /// Whether the command line gave a value.
    var isSet: Bool { get }
}
