/// All tools, in the order in which they are listed.
enum ToolBox {
    static let tools: [any Tool] = [
        GetParallelStatus(), GetMySession(), ClaimFile(), ClaimFiles(), ReleaseFile(), ListFileClaims(), CheckFiles(),
        SendMessage(), NotifyWhenMerged(), CheckMergeStatus(), GetMergeEvents(), PredictConflicts(), CheckConflicts(),
        DetectAdvancedConflicts(),
        GetAutoFixSuggestions(), ApplyAutoFix(), ConflictHistory(), RebaseAssist(),
        ListRescues(),
    ]
}
