internal import Files
internal import FoundationEssentials
internal import TaskProtocol

/// What an earlier runner has reported about the same task.
struct EarlierReport {
    /// The ids that its packs hold everything of.
    private(set) var stored: Set<String> = []
    /// The highest number of a pack; 0 where there is none.
    private(set) var lastPack = 0
    /// Whether a runner has begun.
    private(set) var hasBegun = false
    /// What the runs of claude have cost, each of which counts from zero, in US dollars.
    var costUSD: Double { endedCost + currentCost }
    private var endedCost = 0.0
    private var currentCost = 0.0
    /// The end of the task; nil where it has not ended.
    private(set) var end: TaskEnd?

    init(_ bytes: [UInt8], folder: TaskFolder) {
        for line in bytes.split(separator: 0x0A) {
            // The last line may be cut off.
            guard let report = try? JSONDecoder().decode(TaskReport.self, from: Data(line)) else { continue }
            switch report.event {
            case .began:
                hasBegun = true
                (endedCost, currentCost) = (costUSD, 0)
            case .usage(_, let cost, _, _, _): currentCost = max(currentCost, cost ?? 0)
            case .snapshot(let commit, let references, _, _): stored.formUnion([commit] + references.values)
            case .ended(let end): self.end = end
            default: continue
            }
        }
        // The last pack may have been made and not been reported.
        for name in DirectoryNames.list(folder.results) where name.hasPrefix("snapshot-") && name.hasSuffix(".pack") {
            lastPack = max(lastPack, Int(name.dropFirst(9).dropLast(5)) ?? 0)
        }
    }
}
