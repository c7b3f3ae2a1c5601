/// What a command tells the proxy of a task.
package struct TaskRegistration: Sendable, CustomStringConvertible, CustomReflectable {
    /// The task's id.
    package let task: String
    /// What the sandbox has in place of a credential.
    package let token: String
    /// The time after which it counts no more.
    package var seconds: Int
    /// The way to the model of the command.
    package let model: HostModel

    /// Tells of a task.
    package init(task: String, token: String, seconds: Int, model: HostModel) {
        self.task = task
        self.token = token
        self.seconds = seconds
        self.model = model
    }

    /// Returns a token that nobody can guess.
    package static func makeToken() -> String {
        var generator = SystemRandomNumberGenerator()
        let words = (0..<4).map { _ in String(generator.next(), radix: 16) }
        return "parallel-cc-" + words.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
    }

    /// Returns a time in milliseconds; one that is too long for them is some thousand years.
    static func milliseconds(of seconds: Int) -> Int64 { Int64(min(max(seconds, 0), 1 << 40)) * 1_000 }

    /// The task's id; never what opens the API.
    package var description: String { task }
    /// A mirror without parts.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
