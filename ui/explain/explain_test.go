package explain

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unicode"
	"unicode/utf8"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/agent"
	"lpkeys/ui/aim"
	"lpkeys/ui/clip"
	"lpkeys/ui/format"
	"lpkeys/ui/paste"
	"lpkeys/ui/send"
	"lpkeys/ui/unlock"
)

type expected struct {
	err  error
	exit int
	code string
}

// everyError has one of each error that the packages export. The test below
// finds those that are missing here.
var everyError = map[string]expected{
	"oauth.ErrFormTooLong":  {oauth.ErrFormTooLong, Misused, "form-too-long"},
	"oauth.ErrBodyTooLong":  {oauth.ErrBodyTooLong, Misused, "body-too-long"},
	"oauth.ErrSecret":       {oauth.ErrSecret, Failed, "secret-not-written"},
	"oauth.CredentialError": {&oauth.CredentialError{Field: oauth.FieldToken, Fault: oauth.Missing}, Misused, "key-incomplete"},
	"oauth.InputError":      {&oauth.InputError{What: "URL", Problem: "is not absolute"}, Misused, "invalid-url"},
	"oauth.ConflictError":   {&oauth.ConflictError{Name: "oauth_nonce", Source: oauth.Query}, Misused, "parameter-conflict"},
	"oauth.VerifyError":     {&oauth.VerifyError{Problem: oauth.SignatureInvalid}, Refused, "signature-invalid"},

	"aim.Error": {&aim.Error{Problem: "the URL is neither whole nor SERVICE:/path", Hint: aim.Hint}, Misused, "usage"},

	"unlock.SourceError": {&unlock.SourceError{Variable: unlock.IdentityVariable, Path: "x", Err: store.ErrIdentity}, VaultFailed, "identity-file"},

	"agent.ErrNoAgent":    {agent.ErrNoAgent, VaultFailed, "no-agent"},
	"agent.ErrNoAnswer":   {agent.ErrNoAnswer, VaultFailed, "agent-silent"},
	"agent.ErrStranger":   {agent.ErrStranger, VaultFailed, "agent-of-another-user"},
	"agent.ErrVersion":    {agent.ErrVersion, VaultFailed, "agent-of-another-version"},
	"agent.ErrByHand":     {agent.ErrByHand, VaultFailed, "agent-by-hand"},
	"agent.SystemError":   {&agent.SystemError{System: "plan9"}, VaultFailed, "no-agent-here"},
	"agent.LongPathError": {&agent.LongPathError{Path: "/x", Limit: 1}, VaultFailed, "agent-path-too-long"},
	"agent.FolderError":   {&agent.FolderError{Path: "/x", Problem: agent.NotOurs}, VaultFailed, "agent-folder"},

	"domain.InputError":            {&domain.InputError{What: "account ID", Problem: "is empty"}, Misused, "invalid-account-id"},
	"domain.UnknownOperationError": {&domain.UnknownOperationError{Suggestions: []string{"rtbf.requests.list"}}, Misused, "unknown-operation"},
	"domain.MissingValuesError":    {&domain.MissingValuesError{Operation: "a.b", Names: []string{"userId"}}, Misused, "values-not-given"},
	"domain.UnsignedError":         {&domain.UnsignedError{Operation: "a.b", Destroys: true}, Misused, "not-signed"},
	"domain.Error":                 {&domain.Error{Kind: domain.UnknownAccount, Account: "1"}, Unresolved, "unknown-account"},

	"domain.ForeignHostError": {&domain.ForeignHostError{Host: domain.Host{Name: "a.example.com"}}, Unresolved, "foreign-host"},

	"store.ErrNoBus":           {store.ErrNoBus, VaultFailed, "no-session-bus"},
	"store.ErrNoService":       {store.ErrNoService, VaultFailed, "no-keyring-service"},
	"store.ErrLocked":          {store.ErrLocked, VaultFailed, "vault-locked"},
	"store.ErrFileLocked":      {store.ErrFileLocked, VaultFailed, "vault-file-locked"},
	"store.ErrDismissed":       {store.ErrDismissed, VaultFailed, "prompt-dismissed"},
	"store.ErrTimedOut":        {store.ErrTimedOut, VaultFailed, "vault-timed-out"},
	"store.ErrStuck":           {store.ErrStuck, VaultFailed, "keyring-stuck"},
	"store.ErrTooBig":          {store.ErrTooBig, VaultFailed, "key-too-big"},
	"store.ErrNotFound":        {store.ErrNotFound, VaultFailed, "key-not-found"},
	"store.ErrUnsupported":     {store.ErrUnsupported, VaultFailed, "vault-unsupported"},
	"store.ErrCorrupt":         {store.ErrCorrupt, VaultFailed, "key-damaged"},
	"store.ErrExists":          {store.ErrExists, VaultFailed, "item-exists"},
	"store.ErrWrongPassphrase": {store.ErrWrongPassphrase, VaultFailed, "wrong-passphrase"},
	"store.ErrNoVault":         {store.ErrNoVault, VaultFailed, "no-vault"},
	"store.ErrVaultExists":     {store.ErrVaultExists, VaultFailed, "vault-exists"},
	"store.ErrIdentity":        {store.ErrIdentity, VaultFailed, "invalid-identity"},
	"store.SealedError":        {&store.SealedError{Path: "/d/vault.age", Problem: store.VaultFileDamaged}, VaultFailed, "vault-damaged"},
	"store.ErrRecipient":       {store.ErrRecipient, Misused, "invalid-recipient"},
	"store.BundleError":        {&store.BundleError{Problem: store.BundleDamaged}, Failed, "bundle-damaged"},
	"store.ErrNoAccounts":      {store.ErrNoAccounts, NoAccount, "no-accounts"},
	"store.ErrNoDefault":       {store.ErrNoDefault, Misused, "no-default"},
	"store.ErrNoPrevious":      {store.ErrNoPrevious, Misused, "no-previous"},
	"store.ErrNoHere":          {store.ErrNoHere, Failed, "no-working-folder"},
	"store.ErrNoPlace":         {store.ErrNoPlace, Misused, "no-place"},
	"store.SettingsError":      {&store.SettingsError{Path: "/c/config.toml", Line: 3, Problem: "a key has no value"}, Failed, "settings-invalid"},
	"store.FolderError":        {&store.FolderError{Path: "/c/config.toml", Line: 3, Folder: "/a", Err: &store.NoAccountError{Name: "b"}}, NoAccount, "folder-account-missing"},
	"store.NoAccountError":     {&store.NoAccountError{Name: "acme"}, NoAccount, "no-such-account"},
	"store.NameError":          {&store.NameError{What: "account name", Problem: "is empty"}, Misused, "invalid-name"},
	"store.NameTakenError":     {&store.NameTakenError{Name: "acme", State: store.Kept}, Failed, "name-taken"},
	"store.DamagedError":       {&store.DamagedError{Path: "/d/accounts.json", Problem: "line 3"}, Failed, "accounts-damaged"},
	"store.NewerError":         {&store.NewerError{Path: "/d/accounts.json", Version: 9}, Failed, "accounts-newer"},
	"store.UnfinishedError":    {&store.UnfinishedError{Name: "acme", Doing: store.Adding, Err: store.ErrTimedOut}, VaultFailed, "unfinished"},
	"store.LeftoverError":      {&store.LeftoverError{Name: "acme", Items: []store.Item{{Vault: store.KeyringVault, Name: "acme-abcdefgh"}}, Err: store.ErrNoBus}, VaultFailed, "old-key-remains"},
	"store.ErrNoOldKey":        {store.ErrNoOldKey, Failed, "no-old-key"},
	"store.ErrBusy":            {&store.FileError{Op: "locking", Path: "/d/lock", Err: store.ErrBusy}, Failed, "busy"},
	"store.ErrLink":            {&store.FileError{Op: "reading", Path: "/d/accounts.json", Err: store.ErrLink}, Failed, "not-a-plain-file"},
	"store.ErrNotPutBack":      {&store.FileError{Op: "writing", Path: "/d/accounts.json", Err: fmt.Errorf("%w, and %w", syscall.ENOSPC, store.ErrNotPutBack)}, Failed, "not-put-back"},
	"store.ErrTooLong":         {&store.FileError{Op: "reading", Path: "/d/accounts.json", Err: store.ErrTooLong}, Failed, "file-too-long"},
	"store.FileError":          {&store.FileError{Op: "writing", Path: "/d/accounts.json", Err: syscall.EIO}, Failed, "file-failed"},

	"send.HostError":       {&send.HostError{Host: "a.example.com"}, Misused, "host-not-allowed"},
	"send.NoAnswerError":   {&send.NoAnswerError{Host: "va.msghist.liveperson.net", Err: syscall.ECONNREFUSED}, Unresolved, "no-answer"},
	"send.BodyError":       {&send.BodyError{Operation: "a.b", Example: "{}"}, Misused, "body-missing"},
	"send.ErrNothingToTry": {send.ErrNothingToTry, Misused, "nothing-to-try"},

	"paste.ErrEmpty":       {paste.ErrEmpty, Misused, "nothing-pasted"},
	"paste.ErrTooLarge":    {paste.ErrTooLarge, Misused, "paste-too-large"},
	"paste.MissingError":   {&paste.MissingError{Fields: []paste.Field{paste.Secret}}, Misused, "values-missing"},
	"paste.DuplicateError": {&paste.DuplicateError{Field: paste.Secret, Line: 2}, Misused, "value-twice"},
	"paste.AmbiguousError": {&paste.AmbiguousError{Line: 5, Problem: "a fifth value"}, Misused, "paste-ambiguous"},
	"paste.ValueError":     {&paste.ValueError{Field: paste.Secret, Problem: "is too long"}, Misused, "value-invalid"},

	"clip.ErrEmpty":         {clip.ErrEmpty, Misused, "nothing-to-copy"},
	"clip.ErrNoAnswer":      {clip.ErrNoAnswer, Failed, "clipboard-silent"},
	"clip.ErrByHand":        {clip.ErrByHand, Misused, "clipboard-by-hand"},
	"clip.ErrDesktop":       {clip.ErrDesktop, Failed, "clipboard-refused"},
	"clip.UnavailableError": {&clip.UnavailableError{Reason: "no display"}, Failed, "no-clipboard"},
	"clip.TooLongError":     {&clip.TooLongError{Route: clip.Terminal, Size: 2, Limit: 1}, Failed, "too-long-to-copy"},
	"clip.TmuxError":        {&clip.TmuxError{Detail: "no server"}, Failed, "tmux-failed"},

	"format.ErrEmpty":         {format.ErrEmpty, Failed, "nothing-to-format"},
	"format.ErrLineBreak":     {format.ErrLineBreak, Misused, "line-break-in-header"},
	"format.RefusedError":     {&format.RefusedError{Format: format.AsFetch, Problem: "has . in its path"}, Misused, "format-refused"},
	"format.ErrUnknownFormat": {format.ErrUnknownFormat, Misused, "unknown-format"},
}

func TestEveryExportedErrorHasItsOwnWords(t *testing.T) {
	for _, dir := range []string{"../../oauth", "../../domain", "../../store", "../../store/agent", "../paste", "../clip", "../format", "../unlock", "../aim", "../send"} {
		exported := exportedErrors(t, dir)
		if len(exported) == 0 {
			t.Errorf("no exported errors in %s", dir)
		}
		for _, name := range exported {
			if _, ok := everyError[name]; !ok {
				t.Errorf("%s is exported and has no words here", name)
			}
		}
	}
	codes := make(map[string]string)
	for _, name := range slices.Sorted(maps.Keys(everyError)) {
		want := everyError[name]
		for _, err := range []error{want.err, fmt.Errorf("doing this and that: %w", want.err)} {
			got := Of(err)
			if got.Exit != want.exit || got.Code != want.code {
				t.Errorf("%s: exit %d, code %q, want %d, %q", name, got.Exit, got.Code, want.exit, want.code)
			}
			checkVoice(t, name, got)
		}
		if other, taken := codes[want.code]; taken {
			t.Errorf("%s and %s have the same code %q", name, other, want.code)
		}
		codes[want.code] = name
	}
}

// checkVoice holds the words to the form that both faces rely on.
func checkVoice(t *testing.T, name string, w Words) {
	t.Helper()
	if w.Error == "" || strings.HasSuffix(w.Error, ".") || strings.ContainsAny(w.Error+w.Hint, "\r\n\t") {
		t.Errorf("%s: error %q is no clause on one line", name, w.Error)
	}
	first, _ := utf8.DecodeRuneInString(w.Hint)
	if w.Hint == "" || strings.HasSuffix(w.Hint, ".") || !unicode.IsUpper(first) && !strings.HasPrefix(w.Hint, "LPKEYS_") {
		t.Errorf("%s: hint %q is no sentence without its full stop", name, w.Hint)
	}
	if strings.Trim(w.Code, "abcdefghijklmnopqrstuvwxyz-") != "" {
		t.Errorf("%s: code %q is not in kebab case", name, w.Code)
	}
}

// exportedErrors finds the Err variables and the Error types of a package in
// its source, so that a new one cannot be forgotten.
func exportedErrors(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				for _, name := range errorNames(spec) {
					names = append(names, parsed.Name.Name+"."+name)
				}
			}
		}
	}
	return names
}

func errorNames(spec ast.Spec) (names []string) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, n := range spec.Names {
			if n.IsExported() && strings.HasPrefix(n.Name, "Err") {
				names = append(names, n.Name)
			}
		}
	case *ast.TypeSpec:
		if spec.Name.IsExported() && strings.HasSuffix(spec.Name.Name, "Error") {
			names = append(names, spec.Name.Name)
		}
	}
	return names
}

func TestKeysAreCalledWhatLivePersonCallsThem(t *testing.T) {
	for field, want := range map[oauth.Field]string{
		oauth.FieldConsumerKey:    "App key is missing",
		oauth.FieldConsumerSecret: "Secret is missing",
		oauth.FieldToken:          "Access token is missing",
		oauth.FieldTokenSecret:    "Access token secret is missing",
	} {
		if got := Of(&oauth.CredentialError{Field: field, Fault: oauth.Missing}).Error; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestWhatTheSystemSaysAboutFilesNamesTheFile(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want Words
	}{
		{
			"no right to the accounts file",
			&store.FileError{Op: "reading", Path: `C:\keys\accounts.json`, Err: fs.ErrPermission},
			Words{
				Error: `reading C:\keys\accounts.json: permission denied`,
				Hint:  `Look at the owner and the mode of "C:\keys\accounts.json", and give yourself access`,
				Exit:  Failed, Code: "permission-denied",
			},
		},
		{
			"a full disk below an account that is being added",
			fmt.Errorf("adding account %q: %w", "acme", &store.FileError{Op: "writing", Path: "/d/accounts.json", Err: syscall.ENOSPC}),
			Words{
				Error: `adding account "acme": writing /d/accounts.json: no space left on device`,
				Hint:  `Free some space on the disk of "/d/accounts.json" and try again; what was there is unchanged`,
				Exit:  Failed, Code: "disk-full",
			},
		},
		{
			"a read-only disk",
			&fs.PathError{Op: "mkdir", Path: "/ro", Err: syscall.EROFS},
			Words{
				Error: "mkdir /ro: read-only file system",
				Hint:  "Set LPKEYS_HOME to a folder that can be written to",
				Exit:  Failed, Code: "read-only-disk",
			},
		},
		{
			"a file that a flag names and nobody has",
			&fs.PathError{Op: "open", Path: "key.txt", Err: fs.ErrNotExist},
			Words{
				Error: "open key.txt: file does not exist",
				Hint:  `Check the name "key.txt"`,
				Exit:  Failed, Code: "no-such-file",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Of(tt.err); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

func TestStoppingIsAnAnswer(t *testing.T) {
	want := Words{Error: "stopped", Exit: Interrupted, Code: "interrupted"}
	if got := Of(fmt.Errorf("resolving msgHist: %w", context.Canceled)); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	got := Of(&store.UnfinishedError{Name: "acme", Doing: store.Adding, Err: context.Canceled})
	if got.Exit != Interrupted || got.Code != "unfinished" || !strings.Contains(got.Error, "acme") {
		t.Errorf("got %+v, want what is left behind, and exit %d", got, Interrupted)
	}
	if got := Of(nil); got != (Words{}) {
		t.Errorf("no error has the words %+v", got)
	}
	if got := Of(fmt.Errorf("reading: %w", context.DeadlineExceeded)); got.Error != "reading: it took too long" || got.Code != "timed-out" {
		t.Errorf("got %+v", got)
	}
}

func TestWhatWasCutShortOrLeftIsNamed(t *testing.T) {
	items := []store.Item{{Vault: store.KeyringVault, Name: "acme-abcdefgh"}, {Vault: store.FileVault, Name: "acme-ijklmnop"}}
	for want, err := range map[string]error{
		`replacing the key of account "acme" was cut short: the vault did not answer in time`: &store.UnfinishedError{Name: "acme", Doing: store.Replacing, Err: store.ErrTimedOut},
		`moving account "acme" was cut short: the vault did not answer in time`:               &store.UnfinishedError{Name: "acme", Doing: store.Moving, Err: store.ErrTimedOut},
		`the change of account "acme" is made, but an old key may remain, acme-abcdefgh in the keyring and acme-ijklmnop in the vault file: ` +
			`the vault is locked`: &store.LeftoverError{Name: "acme", Items: items, Err: store.ErrLocked},
	} {
		if got := Of(err).Error; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAnErrorNobodyNamedSpeaksForItselfOnOneCleanLine(t *testing.T) {
	err := errors.Join(errors.New("one \x1b[31mred\u202e"), errors.New("two\u200b\r\nthree"))
	if got, want := Of(err), (Words{Error: "one [31mred; two; three", Exit: Failed, Code: "failed"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := Of(errors.New(strings.Repeat("ä", 10000))).Error; utf8.RuneCountInString(got) != longest {
		t.Errorf("%d characters, want %d", utf8.RuneCountInString(got), longest)
	}
	hostile := &store.NoAccountError{Name: "x", Suggestions: []string{"acme\x1b[0m\u202eprod"}}
	if got := Of(hostile).Hint; got != `Did you mean "acme[0mprod"?` {
		t.Errorf("got the hint %q", got)
	}
}

func TestASuggestionIsWorthAHint(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&store.NoAccountError{Name: "acme", Suggestions: []string{"acme-prod", "acme-dev", "acne"}}, `Did you mean "acme-prod", "acme-dev" or "acne"?`},
		{&store.NoAccountError{Name: "acme", Removing: true}, "Undo the removal on the accounts screen, or add the account again when it is gone"},
		{&store.DamagedError{Path: "/d/a", Previous: "/d/a.previous"}, `Copy "/d/a.previous" to "/d/a": it is the generation before`},
		{&store.SealedError{Path: "/d/v", Problem: store.VaultFileDamaged, Previous: "/d/v.previous"}, `Copy "/d/v.previous" to "/d/v": it is the generation before`},
		{&store.SealedError{Path: "/d/v", Problem: store.OtherKey, Previous: "/d/v.previous"}, "Open it with the passphrase or identity that it was made with; nothing was changed"},
		{&store.SealedError{Path: "/d/k", Problem: store.KeyFileAlone}, "Put vault.age back beside it, or give the passphrase that it was made with; when neither can be found, move vault-key.age away, and a new one is made"},
		{&store.SealedError{Path: "/d/k", Problem: store.KeyFileMissing}, "Put the file back from a backup, or name the identity's file in LPKEYS_IDENTITY_FILE"},
		{format.ErrUnknownFormat, "The formats are value, header, curl-sign, curl, httpie, fetch, python, go and json"},
	} {
		if got := Of(tt.err).Hint; got != tt.want {
			t.Errorf("%v\n got %q\nwant %q", tt.err, got, tt.want)
		}
	}
}

func TestEveryRefusalHasAHint(t *testing.T) {
	for _, p := range []oauth.Problem{
		oauth.VersionRejected, oauth.ParameterAbsent, oauth.ParameterRejected, oauth.TimestampRefused, oauth.NonceUsed,
		oauth.SignatureMethodRejected, oauth.SignatureInvalid, oauth.ConsumerKeyUnknown, oauth.TokenRejected,
	} {
		if _, ok := refusalHints[p]; !ok {
			t.Errorf("%s has no hint", p)
		}
		if got := Of(&oauth.VerifyError{Problem: p, Detail: "x"}); got.Exit != Refused || strings.Contains(got.Code, "_") {
			t.Errorf("%s: %+v", p, got)
		}
	}
}
