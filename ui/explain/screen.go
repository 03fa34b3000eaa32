package explain

import "strings"

// OnScreen finds the words for err where there are screens. What the hint of [Of]
// would have a person type is a key there, or is left out.
func OnScreen(err error) Words {
	words := Of(err)
	words.Hint = strings.NewReplacer(pressed...).Replace(words.Hint)
	return words
}

// pressed are the parts of hints that name a command or a flag, each before what a
// person does on the screens instead.
var pressed = []string{
	": lpkeys account edit NAME --key", ": K on the accounts screen",
	": lpkeys account add NAME --id ID --vault file", ": a on the accounts screen",
	" (--vault file)", "",
	"Open the vault file: lpkeys unlock asks for its passphrase, and LPKEYS_PASSPHRASE_FILE may name a file that holds it",
	"Open the vault file with its passphrase: sign on the preview, where u asks for it",
	"List the accounts: lpkeys account list, or add this one: lpkeys account add NAME --id ID", "r on the accounts screen reads them again",
	"List the services of the account: lpkeys resolve; upper and lower case count", "Upper and lower case count",
	"Give it with --data, such as", "Type it on the preview, where b edits it, such as",
	"Name a request yourself: lpkeys send METHOD URL", "Make one of your own: ctrl+p, sign any request",
	"; lpkeys sign prints a header instead", "",
	"Send it to a file instead: lpkeys sign prints to standard output", "Copy less of it; w on the screen copy as writes a request to a file",
}
