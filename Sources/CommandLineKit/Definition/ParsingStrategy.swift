/// The ways to get values, for all kinds of arguments together.
enum ParsingStrategy {
    case next
    case unconditional
    case upToNextOption
    case remaining
    case postTerminator
    case captureForPassthrough

    init(_ strategy: SingleValueParsingStrategy) {
        switch strategy {
        case .next: self = .next
        case .unconditional: self = .unconditional
        }
    }

    init(_ strategy: ArrayParsingStrategy) {
        switch strategy {
        case .singleValue: self = .next
        case .unconditionalSingleValue: self = .unconditional
        case .upToNextOption: self = .upToNextOption
        case .remaining: self = .remaining
        }
    }

    init(_ strategy: ArgumentArrayParsingStrategy) {
        switch strategy {
        case .remaining: self = .remaining
        case .postTerminator: self = .postTerminator
        case .captureForPassthrough: self = .captureForPassthrough
        }
    }
}
