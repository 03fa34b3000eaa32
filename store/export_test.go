package store

// AwaitKeyring waits until no goroutine of a [Keyring] is left.
func AwaitKeyring() { native.atWork.Wait() }
