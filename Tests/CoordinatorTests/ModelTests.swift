import Glibc
import TestSupport
import Testing

@testable import Coordinator

/// Random sequences against the model of `ModelRun`.
///
/// `PARALLEL_CC_MODEL_SEQUENCES` says how many (150), `PARALLEL_CC_MODEL_SEED` runs one again.
@Suite struct ModelTests {
    private static func variable(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }

    /// Seeds in lots, so that several run at a time.
    static let lots: [[UInt64]] = {
        if let seed = variable("PARALLEL_CC_MODEL_SEED") { return [[seed]] }
        let count = variable("PARALLEL_CC_MODEL_SEQUENCES") ?? 150
        let start = variable("PARALLEL_CC_MODEL_START") ?? 1
        return stride(from: 0, to: count, by: 10).map { lot in
            (lot..<min(lot + 10, count)).map { start + $0 }
        }
    }()

    @Test("nothing that could be found is lost by what we do", arguments: lots)
    func nothingLost(seeds: [UInt64]) throws {
        for seed in seeds {
            let run = try ModelRun(seed: seed)
            do {
                try run.run(steps: 30)
            } catch {
                Issue.record("seed \(seed): \(error)\n\(run.log.joined(separator: "\n"))")
                return
            }
        }
    }
}
