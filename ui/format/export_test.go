package format

// Forced writes what Format refuses, so that a test can see that it had to.
func Forced(n Name, r Request) string {
	w, _ := wired(n, r)
	return writers[n](w)
}
