internal import ClaudeCode

/// A part of an installation, planned and made by itself so that its failure does not stop the others.
struct InstallJob {
    enum Part: String {
        case hooks, alias, mcp, statusline, nativeWorktrees, gitHooks
    }

    let part: Part
    let request: InstallRequest

    /// - Parameters:
    ///   - isRemoval: whether parts are taken out. Then no named part means all, and all means everything that can be
    ///     installed. A scope without a part means the hooks there, in both directions.
    ///   - hasRepository: whether there are local settings to look into.
    static func jobs(for options: InstallOptions, isRemoval: Bool, hasRepository: Bool) -> [InstallJob] {
        let isEverything = options.all || (isRemoval && !options.isPart && !options.isScope)
        let isRemovalOfAll = isRemoval && isEverything
        var jobs: [InstallJob] = []
        func add(_ part: Part, isWanted: Bool, change: (inout InstallRequest) -> Void) {
            guard isWanted else { return }
            var request = InstallRequest()
            change(&request)
            jobs.append(InstallJob(part: part, request: request))
        }
        let isEverywhere = isRemovalOfAll && !options.isScope
        let scopes = isEverywhere && hasRepository ? [.global, .local] : scopes(options)
        let areHooksWanted = options.hooks || options.gitignore || (options.isScope && !options.isPart)
        add(.hooks, isWanted: areHooksWanted || isEverything) {
            $0.hooks = scopes
            $0.everywhere = isEverywhere
            $0.gitignore = options.gitignore
        }
        add(.nativeWorktrees, isWanted: options.nativeWorktrees || isRemovalOfAll) { $0.nativeWorktrees = scopes }
        add(.alias, isWanted: options.alias || isEverything) { $0.alias = true }
        add(.mcp, isWanted: options.mcp || isEverything) { $0.mcp = true }
        add(.statusline, isWanted: options.statusline || isRemovalOfAll) { $0.statusLine = true }
        add(.gitHooks, isWanted: options.gitHooks || isRemovalOfAll) {
            $0.gitHooks = true
            $0.everywhere = isEverywhere
        }
        return jobs
    }

    private static func scopes(_ options: InstallOptions) -> Set<InstallRequest.Scope> {
        var scopes: Set<InstallRequest.Scope> = options.local ? [.local] : []
        if options.global || !options.local { scopes.insert(.global) }
        return scopes
    }
}
