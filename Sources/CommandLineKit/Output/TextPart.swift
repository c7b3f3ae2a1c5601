/// The part of a text that stays when it is shortened.
package enum TextPart: Sendable {
    /// The start, as for sentences.
    case start
    /// The end, as for paths of which the last folder counts.
    case end
    /// Both ends, as for paths of which both matter.
    case ends
}
