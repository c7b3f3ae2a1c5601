extension String: ExpressibleByArgument {
    /// Accepts every text.
    package init?(argument: String) { self = argument }
}

extension Character: ExpressibleByArgument {
    /// Reads exactly one character.
    package init?(argument: String) {
        guard argument.count == 1, let first = argument.first else { return nil }
        self = first
    }
}

extension Bool: ExpressibleByArgument {
    /// Reads `true` or `false`.
    package init?(argument: String) { self.init(argument) }

    /// The texts `true` and `false`.
    package static var allValueStrings: [String] { ["true", "false"] }
}

extension Int: ExpressibleByArgument {
    /// Reads a whole number in decimal digits.
    package init?(argument: String) { self.init(argument) }
}

extension Int32: ExpressibleByArgument {
    /// Reads a whole number of 32 bits in decimal digits.
    package init?(argument: String) { self.init(argument) }
}

extension Int64: ExpressibleByArgument {
    /// Reads a whole number of 64 bits in decimal digits.
    package init?(argument: String) { self.init(argument) }
}

extension UInt: ExpressibleByArgument {
    /// Reads a whole number, not below 0, in decimal digits.
    package init?(argument: String) { self.init(argument) }
}

extension UInt16: ExpressibleByArgument {
    /// Reads a whole number from 0 to 65535 in decimal digits.
    package init?(argument: String) { self.init(argument) }
}

extension UInt32: ExpressibleByArgument {
    /// Reads a whole number of 32 bits, not below 0, in decimal digits.
    package init?(argument: String) { self.init(argument) }
}

extension UInt64: ExpressibleByArgument {
    /// Reads a whole number of 64 bits, not below 0, in decimal digits.
    package init?(argument: String) { self.init(argument) }
}

extension Double: ExpressibleByArgument {
    /// Reads a finite number. Refuses `nan` and `inf`, which compare with nothing and would pass every limit.
    package init?(argument: String) {
        guard let value = Double(argument), value.isFinite else { return nil }
        self = value
    }
}
