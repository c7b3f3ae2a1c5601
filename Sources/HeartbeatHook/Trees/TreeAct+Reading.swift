extension TreeAct {
    /// The acts of the programs in a line of shell, in their order.
    static func find(in calls: [ShellCall]) -> [TreeAct] {
        calls.flatMap { call in
            if let git = GitCall(call) { return GitTreeReader(git).acts }
            return FileTreeReader(call).acts
        }
    }
}
