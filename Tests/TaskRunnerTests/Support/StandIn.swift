/// A shell script in the place of claude. It prints what claude prints and works in the checkout.
enum StandIn {
    /// Functions for scripts: `begin`, `finish`.
    private static let prelude = #"""
        #!/bin/sh
        begin() {
            echo '{"type":"system","subtype":"init","session_id":"s1","model":"m","claude_code_version":"2.1.332"}'
        }
        finish() {
            echo '{"duration_api_ms":1,"is_error":false,"num_turns":3,"subtype":"success","result":"All done.",'\
        '"total_cost_usd":0.5,"modelUsage":{"m":{"inputTokens":7,"outputTokens":5}},"type":"result"}'
        }
        prompt=$(cat)
        begin

        """#

    static func script(_ body: String, finishes: Bool = true) -> String {
        prelude + body + (finishes ? "\nfinish\n" : "\n")
    }
}
