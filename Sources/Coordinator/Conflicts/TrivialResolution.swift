/// The answer to a place in conflict that needs no thought.
enum TrivialResolution {
    /// - Returns: the one side that has something to say; nil where both have.
    static func choose(
        base: [UInt8], ours: [UInt8], theirs: [UInt8], keepsIndentation: Bool
    ) -> [UInt8]? {
        let plain = { Blanks.collapsed($0, keepsIndentation: keepsIndentation) }
        let (old, mine, other) = (plain(base), plain(ours), plain(theirs))
        // The other side touched nothing but blanks, or nothing that we did not do as well.
        if mine == other || other == old { return ours }
        return mine == old ? theirs : nil
    }
}
