// For the linker alone: the rooms name only this library, and a program that has it inside needs the archives that
// belong to it, too.
internal import FoundationEssentials
internal import Glibc
internal import Wiring

// Nothing is buffered. `_exit` runs no destructors of libraries, which must not run while a thread of ours still works.
_exit(Program.run(ParallelCCSandbox.self, arguments: Array(CommandLine.arguments.dropFirst())))
