/// A shell script in the place of claude. It prints what claude prints and works in the checkout.
enum StandInClaude {
    static func script(_ body: String) -> String {
        #"""
        #!/bin/sh
        echo '{"type":"system","subtype":"init","session_id":"s1","model":"m","claude_code_version":"2.1.332"}'
        prompt=$(cat)
        finish() {
            echo '{"is_error":false,"num_turns":3,"subtype":"success","result":"All done.",' \
                '"total_cost_usd":0.5,"type":"result"}'
        }

        """# + body + "\n"
    }
}
