package store

// Doors for the tests outside the package.
var (
	NewKeyringWith = newKeyring
	LimitsOf       = limitsOf
	NameExit       = nameExit
	NameErrno      = nameErrno
	CheckItem      = checkItem
	Frame          = frame
	Unframe        = unframe
)
