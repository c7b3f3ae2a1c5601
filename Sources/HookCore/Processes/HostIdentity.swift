import Glibc

/// The scope in which process identities are valid: one boot of one machine, one pid namespace.
///
/// A part that cannot be read is empty or 0. Two identities with unknown parts are equal only if both lack them.
package struct HostIdentity: Hashable, Sendable {
    /// The content of `/proc/sys/kernel/random/boot_id`: new with every boot, the same in all containers of a machine.
    package let bootID: String
    /// The content of `/etc/machine-id`: kept over boots, and often missing in containers.
    package let machineID: String
    /// The inode of `/proc/self/ns/pid`, which differs between containers. Where a time namespace changes the start
    /// times of processes, that of `/proc/self/ns/time` is added.
    package let pidNamespace: UInt64

    /// An identity that was stored before.
    package init(bootID: String, machineID: String, pidNamespace: UInt64) {
        self.bootID = bootID
        self.machineID = machineID
        self.pidNamespace = pidNamespace
    }

    /// Returns the host and namespace of this process.
    package static func current() -> HostIdentity {
        HostIdentity(
            bootID: currentBootID(), machineID: currentMachineID(),
            pidNamespace: currentPidNamespace())
    }

    /// Returns the boot only, for the hook, which must not read more than it needs. Empty when unknown.
    package static func currentBootID() -> String { FileBytes.readLine("/proc/sys/kernel/random/boot_id") ?? "" }

    /// Returns the machine only. Empty when unknown.
    package static func currentMachineID() -> String { FileBytes.readLine("/etc/machine-id") ?? "" }

    /// Returns the pid namespace only. 0 when unknown.
    package static func currentPidNamespace() -> UInt64 {
        let process = inode("/proc/self/ns/pid")
        return TimeOffsets.current.changesBootTime ? process &+ inode("/proc/self/ns/time") : process
    }

    private static func inode(_ path: String) -> UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    }
}
