import Glibc

/// The process that the tests run in: the parent of every program that they start.
func getpidOfTests() -> Int32 { getpid() }
