internal import Glibc

// `_exit` runs no destructors of libraries, which must not run while a thread of ours still works.
_exit(Program.run(Array(CommandLine.arguments.dropFirst())))
