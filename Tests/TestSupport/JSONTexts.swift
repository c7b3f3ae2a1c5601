/// JSON for tests.
package enum JSONTexts {
    /// Texts in every layout that we thought of.
    package static let layouts = [
        "", "\n\n", "\u{FEFF}", "\u{FEFF}{}\n", "{}", "{ }", "{\n}", "{\r\n}\r\n", "{\n\n}\n",
        #"{"model":"opus"}"#, #"{"model": "opus"}"#, #"{ "model" : "opus" }"#, #"{"a":1,"b":[1,2],"c":{"d":null}}"#,
        "{\n  \"model\": \"opus\"\n}\n", "{\n\t\"model\": \"opus\",\n\t\"env\": {}\n}", "{\n\"a\": 1\n}",
        "{\r\n    \"a\": [1, 2],\r\n    \"b\": {\r\n        \"c\": 3\r\n    }\r\n}\r\n",
        "  {\n    \"a\": 1\n  }\n", "{\"a\": 1,\n \"b\": 2}", "{ \"a\": 1\n, \"b\": 2\n}", "{\"a\":1,\"a\":2}\n",
        "{\n  \"hooks\": {}\n}", "{\n  \"hooks\": { }\n}", #"{"hooks":{}}"#,
        "{\n  \"hooks\": {\n    \"Stop\": []\n  }\n}\n",
        "{\n  \"hooks\": {\n    \"Stop\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"say "
            + "done\"}]}]\n  }\n}\n",
        #"{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"say"}]}],"Notification":[ ]},"z":"ü\u00e9"}"#,
        "{\n  \"hooks\": {\n    \"PostToolUse\": [\n      {\n        \"matcher\": \"Write\",\n        \"hooks\": [\n"
            + "          { \"type\": \"command\", \"command\": \"fmt\" }\n        ]\n      }\n    ]\n  "
            + "},\n\n  \"x\": 1\n}\n",
    ]
}
