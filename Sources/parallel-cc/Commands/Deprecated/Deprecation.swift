internal import Wiring

/// The warning of names that will go.
enum Deprecation {
    static func warn(old: String, new: String) {
        Printer.narrate("Warning: \"parallel-cc \(old)\" is deprecated.")
        Printer.narrate("Use \"parallel-cc \(new)\" instead.")
        Printer.narrate("The old name will be removed in v3.0.0.")
    }
}
