internal import JSON

/// The end of a turn.
package struct StreamResult: Equatable, Sendable {
    /// The kind of end: `success`, `error_max_turns`, … An error of the API has `success`, too: see `isError`.
    package let subtype: String
    /// Whether the turn has failed.
    package let isError: Bool
    /// The last words of the model, or the text of an error of the API; nil where there are none.
    package let text: String?
    /// The messages of errors that are none of the API.
    package let errors: [String]
    /// The HTTP status of an error of the API.
    package let apiErrorStatus: Int?
    /// The number of turns, as Claude Code counts them.
    package let turns: Int
    /// The cost of the process so far in US dollars, as Claude Code reckons it.
    package let costUSD: Double?
    /// What each model has cost so far in US dollars.
    package let modelCosts: [String: Double]
    /// The tokens that the models have read so far, those in their caches included.
    package let inputTokens: Int
    /// The tokens that the models have written so far.
    package let outputTokens: Int

    init(_ json: JSONValue) {
        subtype = json["subtype"]?.string ?? ""
        isError = json["is_error"]?.bool ?? (subtype != "success")
        text = json["result"]?.string
        errors = json["errors"]?.elements?.compactMap(\.string) ?? []
        apiErrorStatus = json["api_error_status"]?.integer()
        turns = json["num_turns"]?.integer() ?? 0
        costUSD = json["total_cost_usd"]?.double
        let usage = json["modelUsage"]?.members ?? []
        modelCosts = usage.reduce(into: [:]) { costs, model in costs[model.key] = model.value["costUSD"]?.double }
        let models = usage.map(\.value)
        let sum = { (keys: [String]) in
            models.reduce(0) { sum, model in keys.reduce(sum) { $0 + (model[$1]?.integer() ?? 0) } }
        }
        inputTokens = sum(["inputTokens", "cacheReadInputTokens", "cacheCreationInputTokens"])
        outputTokens = sum(["outputTokens"])
    }
}
