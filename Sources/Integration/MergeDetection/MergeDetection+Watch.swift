internal import Coordinator
internal import Exec
internal import GitKit
package import HookCore
internal import Store

extension MergeDetection {
    /// Checks whether branches that sessions asked about are merged, and tells each session once: the message is
    /// written in the transaction that ends the subscription.
    ///
    /// It costs one query when there is no subscription. A failure with one repository or branch is reported, and the
    /// check goes on.
    /// - Parameters:
    ///   - repository: the repository to check; nil: all.
    ///   - fetches: whether git may fetch objects that a partial clone lacks. Callers that check on the way to
    ///     something else pass false.
    /// - Throws: `.interrupted`, the `database…` codes.
    package func checkSubscriptions(
        in repository: String? = nil, fetches: Bool = false
    ) throws(ParallelError) -> MergeCheck {
        let waiting = try waitingSubscriptions(in: repository)
        var result = MergeCheck(subscriptionsChecked: waiting.count)
        for (repository, subscriptions) in Dictionary(grouping: waiting, by: { Name($0.repository) }).sorted(by: {
            $0.key < $1.key
        }) {
            do throws(ParallelError) {
                try check(subscriptions, in: repository.text, fetches: fetches, into: &result)
            } catch  where error.code != .interrupted {
                result.errors.append(MergeCheck.Failure(repository: repository.text, branch: nil, error: error))
            }
        }
        return result
    }

    /// Returns the active subscriptions of living sessions, and ends those of dead sessions.
    private func waitingSubscriptions(in repository: String?) throws(ParallelError) -> [MergeSubscription] {
        let (waiting, dead) = try coordinator.database.read { db throws(StoreError) in
            let active = try MergeSubscriptionTable.active(of: repository, in: db)
            if active.isEmpty { return (active, Set<String>()) }
            let living = Set(try SessionTable.live(in: db).filter { coordinator.liveness($0) != .dead }.map(\.id))
            let dead = Set(active.map(\.sessionID)).subtracting(living)
            return (active.filter { living.contains($0.sessionID) }, dead)
        }
        guard !dead.isEmpty else { return waiting }
        try coordinator.database.write { db throws(StoreError) in
            for session in dead { try MergeSubscriptionTable.endAll(of: session, at: coordinator.timestamp, in: db) }
        }
        return waiting
    }

    private func check(
        _ subscriptions: [MergeSubscription], in repository: String, fetches: Bool, into result: inout MergeCheck
    ) throws(ParallelError) {
        let references = try MergeReferences(coordinator.git(repository))
        for (target, wanted) in Dictionary(grouping: subscriptions, by: { Name($0.target) }).sorted(by: {
            $0.key < $1.key
        }) {
            do throws(ParallelError) {
                let states = try states(
                    of: wanted, target: target.text, references: references, in: repository, fetches: fetches)
                coordinator.context.reach("merges.judged")
                try notify(zip(wanted, states).map { ($0, $1) }, into: &result)
            } catch  where error.code == .unknownTarget {
                result.errors.append(MergeCheck.Failure(repository: repository, branch: target.text, error: error))
            }
        }
    }

    private func notify(
        _ judged: [(subscription: MergeSubscription, state: BranchState)], into result: inout MergeCheck
    ) throws(ParallelError) {
        var found = MergeCheck()
        let notified: [Session] = try coordinator.database.write { db throws(StoreError) in
            found = MergeCheck()
            var notified: [Session] = []
            for (subscription, state) in judged {
                switch state.finding {
                case .failure(let error):
                    found.errors.append(
                        MergeCheck.Failure(
                            repository: subscription.repository, branch: subscription.branch, error: error))
                case .success(let finding) where finding.evidence.isMerged:
                    if let session = try notify(subscription, tip: state.tip, finding: finding, into: &found, in: db) {
                        notified.append(session)
                    }
                case .success(let finding):
                    let had = subscription.hadOwnCommits || finding.evidence == .notMerged
                    if state.tip != subscription.tip || had != subscription.hadOwnCommits {
                        try MergeSubscriptionTable.see(subscription.id, tip: state.tip, hadOwnCommits: had, in: db)
                    }
                }
            }
            return notified
        }
        for session in notified { coordinator.raiseMailFlag(of: session) }
        result.newMerges += found.newMerges
        result.notificationsSent += notified.count
        result.errors += found.errors
    }

    /// Tells one session.
    /// - Returns: the session, unless another process has told it meanwhile.
    private func notify(
        _ subscription: MergeSubscription, tip: String, finding: MergeFinding, into found: inout MergeCheck,
        in db: Connection
    ) throws(StoreError) -> Session? {
        let noted = try note(
            finding, branch: subscription.branch, tip: tip, target: subscription.target, of: subscription.repository,
            in: db)
        if noted.isNew { found.newMerges.append(noted.merge) }
        guard let session = try SessionTable.find(id: subscription.sessionID, in: db),
            try MergeSubscriptionTable.fulfil(subscription.id, merge: noted.merge.id, at: coordinator.timestamp, in: db)
        else { return nil }
        try MergeTable.countNotified(noted.merge.id, in: db)
        if let index = found.newMerges.lastIndex(where: { $0.id == noted.merge.id }) {
            found.newMerges[index].notified += 1
        }
        try coordinator.post(MergeNotice(merge: noted.merge).text, kind: .merge, to: session, in: db)
        return session
    }
}
