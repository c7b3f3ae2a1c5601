internal import Coordinator
internal import HookCore

/// Finds the main checkout without opening the database: an installation must work when that is broken.
package enum MainCheckout {
    /// Returns the root of the main checkout; nil outside of a repository, and where the repository has none.
    package static func around(_ directory: String) -> String? {
        Coordinator.mainCheckout(around: directory, environment: ProgramEnvironment.current.environment)
    }
}
