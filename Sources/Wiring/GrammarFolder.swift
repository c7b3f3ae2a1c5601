internal import Glibc

/// Where the grammars lie.
package enum GrammarFolder {
    /// `PARALLEL_CC_GRAMMARS`; else below `share` beside our folder; else where the build has them. Nil when nowhere.
    static func find(_ surroundings: ProgramEnvironment) -> String? {
        if let chosen = surroundings.environment["PARALLEL_CC_GRAMMARS"], !chosen.isEmpty { return chosen }
        guard let folder = ProgramEnvironment.binaryDirectory else { return nil }
        let places = ["/../share/parallel-cc/grammars", "/../../grammars"]
        return places.map { folder + $0 }.first { access($0, R_OK) == 0 }
    }
}
