internal import Glibc
internal import Wiring

// Nothing is buffered. No destructor of a library must run while a thread of ours still works.
_exit(Program.run(ParallelCC.self, arguments: Array(CommandLine.arguments.dropFirst())))
