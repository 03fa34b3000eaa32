package cli

import (
	"context"
	"errors"
	"strings"

	"lpkeys/store"
)

// use switches to another account, for this run or for later as well.
func (l *lineMode) use(ctx context.Context) error {
	a, err := l.pickAccount(ctx, l.b, "Which account?", "Type a number or a name. Enter alone goes back:")
	if err != nil {
		return err
	}
	l.account = a.Name
	l.tell("Now: " + describe(a) + ".")
	always, err := l.yes(ctx, "Make it the default for later as well?")
	if err != nil || !always {
		return err
	}
	return l.perform(ctx, "account", "use", "--", a.Name)
}

func (l *lineMode) remove(ctx context.Context) error {
	a, err := l.pickAccount(ctx, l.b, "Remove which account?", "Type a number or a name. Enter alone goes back:")
	if err != nil {
		return err
	}
	err = l.perform(ctx, "account", "remove", "--", a.Name)
	if err == nil && strings.EqualFold(l.account, a.Name) {
		l.account = ""
	}
	return err
}

// add asks for what is not secret; the verb asks for the key.
func (l *lineMode) add(ctx context.Context) error {
	name, err := l.name(ctx)
	if err != nil {
		return err
	}
	l.tell("The account ID is LivePerson's own number for the account; LivePerson is asked whether it exists.")
	id, known, err := l.accountID(ctx)
	if err != nil {
		return err
	}
	args := []string{"account", "add", "--id", id}
	if known {
		args = append(args, "--no-check")
	}
	label, err := l.environment(ctx)
	if err != nil {
		return err
	}
	args = append(args, "--env", label)
	if l.b.Rehearsal == "" {
		vault, err := l.vault(ctx)
		if err != nil {
			return err
		}
		args = append(args, "--vault", string(vault))
	}
	l.tell("Conversational Cloud shows the four values of a key under Campaign Builder, Data Sources, API.")
	before := l.account
	l.account = name
	err = l.perform(ctx, append(args, "--", name)...)
	if err != nil {
		l.account = before
	}
	return err
}

func (l *lineMode) name(ctx context.Context) (string, error) {
	for {
		answer, err := l.text(ctx, "A name for the account, such as acme-prod")
		if err != nil {
			return "", err
		}
		name, err := store.CleanName(answer)
		if err == nil {
			var taken store.Account
			if taken, err = l.b.Store.Account(name); err != nil {
				return name, nil
			}
			err = &store.NameTakenError{Name: taken.Name, State: taken.State}
		}
		l.report(err)
	}
}

// accountID asks for one until LivePerson knows it, or it is given again. Known
// means that it need not be asked about any more.
func (l *lineMode) accountID(ctx context.Context) (id string, known bool, err error) {
	for refused := ""; ; {
		answer, err := l.text(ctx, "Account ID, such as 12345678")
		if err != nil {
			return "", false, err
		}
		id, err := store.CleanID(answer)
		if err == nil && answer == refused {
			return answer, true, nil
		}
		if err == nil {
			if err = l.checkID(ctx, l.b, id); err == nil {
				return answer, true, nil
			}
			refused = answer
		}
		if ctx.Err() != nil {
			return "", false, ctx.Err()
		}
		l.say("error: ", "%s", wordsOf(err).Error)
		l.tell("Type another one, or the same again to keep it.")
	}
}

func (l *lineMode) environment(ctx context.Context) (string, error) {
	for {
		answer, err := l.ask(ctx, "A label for the environment, such as production. Enter alone for none:")
		if err != nil {
			return "", err
		}
		label, err := store.CleanEnvironment(answer)
		if err == nil {
			return label, nil
		}
		l.report(err)
	}
}

// vault asks where the key is to rest.
func (l *lineMode) vault(ctx context.Context) (store.VaultName, error) {
	vaults := []store.VaultName{store.KeyringVault, store.FileVault}
	choices := []choice{
		{"keyring", "that of your operating system"},
		{"file", "encrypted with a passphrase of yours"},
	}
	if err := l.b.Keyring.Look(ctx); errors.Is(err, store.ErrLocked) {
		choices[0].about += "; it will ask to be unlocked"
	} else if err != nil {
		choices[0].about += ", which cannot be used: " + wordsOf(err).Error
	}
	i, err := l.pick(ctx, "Where is the key to rest? It is never kept in plain text.", choices, "Type a number or a word. Enter alone goes back:")
	if err != nil {
		return "", err
	}
	return vaults[i], nil
}
