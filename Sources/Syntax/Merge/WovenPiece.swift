/// The text of one symbol in the result of a merge.
struct WovenPiece {
    let bytes: [UInt8]
    let slot: SymbolWeave.Slot

    /// Joins the pieces. A text without a line break at its end, because it was the last, gets one if it is no longer
    /// the last.
    static func joined(_ pieces: [WovenPiece]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            if let last = result.last, last != 0x0A, index > 0,
                !areNeighbours(first: pieces[index - 1].slot, second: piece.slot)
            {
                result.append(0x0A)
            }
            result += piece.bytes
        }
        return result
    }

    /// Whether one of the versions has the second symbol directly after the first.
    private static func areNeighbours(first: SymbolWeave.Slot, second: SymbolWeave.Slot) -> Bool {
        let isNext = { (left: Int?, right: Int?) in left.map { $0 + 1 == right } ?? false }
        return isNext(first.ours, second.ours) || isNext(first.theirs, second.theirs)
    }
}
