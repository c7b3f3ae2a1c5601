/// What opens the model API: the fields that go with each request, in place of the client's own.
package struct ModelCredential: Sendable {
    /// The fields with their secret values.
    package let fields: [(name: String, value: Secret)]
    /// The name that must stand in the list of the API's betas; nil: none.
    package let beta: String?

    /// A credential of these fields.
    package init(fields: [(name: String, value: Secret)], beta: String? = nil) {
        self.fields = fields
        self.beta = beta
    }

    /// An API key.
    package static func apiKey(_ key: Secret) -> ModelCredential {
        ModelCredential(fields: [("x-api-key", key)])
    }

    /// A token that a gateway has given out.
    package static func token(_ token: Secret) -> ModelCredential {
        ModelCredential(fields: [("authorization", bearer(token))])
    }

    /// The token of a login with a subscription. Claude Code names the beta only where it has such a token itself, and
    /// in a sandbox it has a placeholder.
    package static func login(_ token: Secret) -> ModelCredential {
        ModelCredential(fields: [("authorization", bearer(token))], beta: "oauth-2025-04-20")
    }

    static func bearer(_ token: Secret) -> Secret { Secret("Bearer " + token.reveal()) }
}
