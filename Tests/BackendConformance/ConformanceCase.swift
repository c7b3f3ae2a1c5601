package import Sandbox

/// One thing that every backend must do. A backend's tests run `ConformanceCase.all`.
package struct ConformanceCase: Sendable, CustomStringConvertible {
    package let description: String
    private let body: @Sendable (SandboxTester) throws -> Void

    init(_ description: String, body: @escaping @Sendable (SandboxTester) throws -> Void) {
        self.description = description
        self.body = body
    }

    /// Runs the case, and removes its sandboxes.
    /// - Parameters:
    ///   - backend: what is tested.
    ///   - image: an image with busybox, whose programs are found by `PATH`, and with the folder `/home/work`, which
    ///     anybody may own.
    package func run(_ backend: any SandboxBackend, image: String) throws {
        let tester = SandboxTester(backend, image: image)
        defer { tester.removeAll() }
        try body(tester)
    }

    /// All of them.
    package static let all = running + limits + output + copying + ending + images
}
