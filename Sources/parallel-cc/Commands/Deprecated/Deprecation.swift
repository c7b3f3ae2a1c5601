internal import Wiring

/// The warning about old names, which will be removed.
enum Deprecation {
    static func warn(old: String, new: String) {
        Printer.narrate("Warning: \"parallel-cc \(old)\" is deprecated.")
        Printer.narrate("Use \"parallel-cc \(new)\" instead.")
        Printer.narrate("The old name will be removed in v3.0.0.")
    }
}
