package paste_test

import (
	"fmt"

	"lpkeys/ui/paste"
)

func ExampleParse() {
	v, err := paste.Parse(`
		Access token secret: 1111eeee2222dddd
		Access token:        fedcba9876543210fedcba9876543210
		Secret:              0000ffff1111eeee
		App key:             0123456789abcdef0123456789abcdef
	`)
	fmt.Println(v.AppKey, v.Secret, err)
	// Output: 0123456789abcdef0123456789abcdef [redacted] <nil>
}

func ExampleClean() {
	value, removed := paste.Clean("\u201c0123456789abcdef\u201d \n")
	fmt.Println(value, removed)
	// Output: 0123456789abcdef [1 line break 1 blank 2 quotes]
}
