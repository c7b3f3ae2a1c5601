internal import Coordinator
internal import HookCore
internal import JSON

/// `release_file`: gives a claim back.
struct ReleaseFile: Tool {
    let name = "release_file"
    let title = "Release a claim"
    let description = """
        Gives a claim of this session back. With force also another session's: only when the user has asked for that.
        """
    let effect = ToolEffect.changes
    let inputSchema = JSONSchema.object(
        [
            ("claimId", JSONSchema.text("Id of the claim, as claim_file or list_file_claims gave it.", longest: 100)),
            (
                "force",
                JSONSchema.truth(default: false, description: "Release it whoever holds it. Only by the user's word.")
            ),
            (
                "fence",
                JSONSchema.whole(
                    1...Int.max,
                    description: "The claim's fence: refused when the claim has been raised or passed on since.")
            ),
        ], required: ["claimId"])
    let outputSchema = JSONSchema.object(
        [
            ("success", JSONSchema.truth), ("message", JSONSchema.text), ("releasedAt", JSONSchema.text),
            ("filePath", JSONSchema.text),
        ], required: ["success", "message"])

    /// Errors about the claim itself, which are answers; any other is an error.
    private static let refusals: Set<ParallelError.Code> = [.unknownClaim, .claimPassedOn, .notClaimHolder]

    func call(_ arguments: Arguments, in context: CallContext) throws(ParallelError) -> JSONValue {
        let isForced = arguments.truth("force") == true
        let own = try isForced ? context.session()?.id : context.ownSession().id
        let id = try arguments.required("claimId")
        do throws(ParallelError) {
            let released = try context.coordinator().releaseClaim(
                id, heldBy: isForced ? nil : own, asker: own, fence: arguments.whole("fence").map(Int64.init))
            let path = ClaimAnswer.path(released.target)
            return [
                "success": true, "message": .string("Released: \(released.mode.rawValue) \(path)"),
                "releasedAt": .string(Timestamp.now().text), "filePath": .string(path),
            ]
        } catch  where Self.refusals.contains(error.code) {
            return ["success": false, "message": .string("Not released: \(error.message)")]
        }
    }
}
