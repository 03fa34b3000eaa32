package explain

import (
	"errors"

	"lpkeys/store"
)

func ofAccounts(err error) (Words, bool) {
	if e, ok := errors.AsType[*store.FolderError](err); ok {
		return Words{
			Error: e.Error(), Exit: NoAccount, Code: "folder-account-missing",
			Hint: "Choose another in that folder, lpkeys account use NAME --here, or take the line out of " + quote(e.Path),
		}, true
	}
	if e, ok := errors.AsType[*store.SettingsError](err); ok {
		hint := "Correct that line of " + quote(e.Path) + "; until then "
		if e.Preference {
			hint += "the defaults hold"
		} else {
			hint += "name the account: --account NAME"
		}
		return Words{Error: e.Error(), Hint: hint, Exit: Failed, Code: "settings-invalid"}, true
	}
	if e, ok := errors.AsType[*store.NoAccountError](err); ok {
		return ofNoAccount(e), true
	}
	if e, ok := errors.AsType[*store.NameError](err); ok {
		hint := "Use up to 64 printable characters, such as acme-prod"
		if e.What == "account ID" {
			hint = "Give LivePerson's number, such as 12345678; the four values belong into fields of their own"
		}
		return Words{Error: e.Error(), Hint: hint, Exit: Misused, Code: "invalid-name"}, true
	}
	if e, ok := errors.AsType[*store.NameTakenError](err); ok {
		return Words{Error: e.Error(), Hint: nameTakenHint(e), Exit: Failed, Code: "name-taken"}, true
	}
	if e, ok := errors.AsType[*store.DamagedError](err); ok {
		return Words{Error: e.Error(), Hint: damagedHint(e), Exit: Failed, Code: "accounts-damaged"}, true
	}
	if e, ok := errors.AsType[*store.NewerError](err); ok {
		return Words{Error: e.Error(), Hint: "Update lpkeys", Exit: Failed, Code: "accounts-newer"}, true
	}
	return Words{}, false
}

func ofNoAccount(e *store.NoAccountError) Words {
	words := Words{Error: e.Error(), Exit: NoAccount, Code: "no-such-account"}
	switch {
	case e.Removing:
		words.Hint = "Undo the removal on the accounts screen, or add the account again when it is gone"
	case len(e.Suggestions) > 0:
		words.Hint = "Did you mean " + list(quoted(e.Suggestions), "or") + "?"
	default:
		words.typed = "List the accounts: lpkeys account list, or add this one: lpkeys account add NAME --id ID"
		words.pressed = "r on the accounts screen reads them again"
	}
	return words
}

func nameTakenHint(e *store.NameTakenError) string {
	switch e.State {
	case store.Adding, store.Removing:
		return "Choose another name, or start lpkeys again, which settles this one"
	default:
		return "Choose another name, or remove that account first"
	}
}

func damagedHint(e *store.DamagedError) string {
	if e.Previous != "" {
		return copyBack(e.Previous, e.Path)
	}
	return "Put " + quote(e.Path) + " back from a backup, or move away what is left of it, " + quote(e.Path+".previous") +
		", and add the accounts again; the keys in the vault are untouched"
}

func copyBack(previous, path string) string {
	return "Copy " + quote(previous) + " to " + quote(path) + ": it is the generation before"
}
