internal import Glibc

// Nothing is buffered. The destructors of libgit2's many libraries would take a while, and must not run while a thread of
// ours still starts them.
_exit(Program.run(Array(CommandLine.arguments.dropFirst())))
