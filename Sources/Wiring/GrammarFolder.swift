internal import Glibc

/// The folder of the grammars.
package enum GrammarFolder {
    /// Returns `PARALLEL_CC_GRAMMARS`, else the folder below `share` beside our own, else the folder of the build; nil
    /// where none exists.
    static func find(_ surroundings: ProgramEnvironment) -> String? {
        if let chosen = surroundings.environment["PARALLEL_CC_GRAMMARS"], !chosen.isEmpty { return chosen }
        guard let folder = ProgramEnvironment.binaryDirectory else { return nil }
        let candidates = ["/../share/parallel-cc/grammars", "/../../grammars"]
        return candidates.map { folder + $0 }.first { access($0, R_OK) == 0 }
    }
}
