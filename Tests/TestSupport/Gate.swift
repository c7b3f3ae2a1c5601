internal import Glibc

/// Something that threads wait for until it is opened, once and for all.
package final class Gate: Sendable {
    private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    package init() { sem_init(semaphore, 0, 0) }

    deinit { semaphore.deallocate() }

    package func open() { sem_post(semaphore) }

    package func wait() {
        while sem_wait(semaphore) != 0 {}
        sem_post(semaphore)
    }
}
