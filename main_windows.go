package main

// limitCoreDumps has nothing to do: Windows writes no dump of a program that
// nobody registered for one.
func limitCoreDumps() {}
