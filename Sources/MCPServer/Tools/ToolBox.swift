/// All tools, in the order in which they are listed.
enum ToolBox {
    static let tools: [any Tool] = [
        GetParallelStatus(), GetMySession(), ClaimFile(), ClaimFiles(), ReleaseFile(), ListFileClaims(), CheckFiles(),
        SendMessage(), PredictConflicts(), CheckConflicts(), DetectAdvancedConflicts(), GetAutoFixSuggestions(),
        ApplyAutoFix(), ConflictHistory(), RebaseAssist(), QueueMerge(), NotifyWhenMerged(), CheckMergeStatus(),
        GetMergeEvents(), ListRescues(),
    ]

    static func find(_ name: String?) -> (any Tool)? { tools.first { $0.name == name } }
}
