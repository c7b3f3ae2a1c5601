extension String: ExpressibleByArgument {
    package init?(argument: String) { self = argument }
}

extension Character: ExpressibleByArgument {
    package init?(argument: String) {
        guard argument.count == 1, let first = argument.first else { return nil }
        self = first
    }
}

extension Bool: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package static var allValueStrings: [String] { ["true", "false"] }
}

extension Int: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Int32: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Int64: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension UInt: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension UInt16: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension UInt32: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension UInt64: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

extension Double: ExpressibleByArgument {
    /// Refuses `nan` and `inf`, which compare with nothing and would pass every limit.
    package init?(argument: String) {
        guard let value = Double(argument), value.isFinite else { return nil }
        self = value
    }
}
