package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"lpkeys/domain"
)

// decodeIndex reads accounts.json. Its errors name line, account and field, or
// are a [NewerError] without a path when a later version's file makes no sense
// here.
func decodeIndex(data []byte) (index, error) {
	x, err := parseIndex(data)
	var bad *fault
	switch {
	case !errors.As(err, &bad):
		return x, nil
	case x.version > indexVersion:
		return index{}, &NewerError{Version: x.version, Ours: indexVersion}
	default:
		return index{}, fmt.Errorf("line %d: %w", 1+bytes.Count(data[:bad.at], []byte("\n")), err)
	}
}

func parseIndex(data []byte) (index, error) {
	if !utf8.Valid(data) {
		return index{}, faultf(0, "it is not UTF-8 text")
	}
	if !json.Valid(data) {
		syntax := new(json.SyntaxError)
		errors.As(json.Unmarshal(data, new(json.RawMessage)), &syntax)
		return index{}, faultf(int(syntax.Offset), "it is not JSON from here on")
	}
	start := skipSpace(data, 0)
	o, err := parseObject(data[start:], start)
	if err != nil {
		return index{}, err
	}
	var x index
	if x.version, err = o.number("version"); err != nil {
		return x, err
	}
	err = o.texts(
		textField{"default", deceives, func(s string) { x.byDefault = s }},
		textField{"previous_default", deceives, func(s string) { x.previous = s }},
		textField{"sealed_key_sha256", hexSum, func(s string) { x.keySum = s }},
		textField{"sealed_key_sha256_next", hexSum, func(s string) { x.nextSum = s }},
	)
	if err != nil {
		return x, err
	}
	accounts, err := o.list("accounts")
	if err != nil {
		return x, err
	}
	if x.leftovers, err = o.places("leftovers"); err != nil {
		return x, err
	}
	x.unknown = o.members
	for i, account := range accounts {
		e, err := parseEntry(account)
		if err != nil {
			return x, fmt.Errorf("account %d: %w", i+1, err)
		}
		x.entries = append(x.entries, e)
	}
	return x, x.refuseTwins(accounts)
}

// refuseTwins keeps two entries from sharing a name, which would hide one, or an
// item, so that removing one would take the other's key.
func (x *index) refuseTwins(accounts []*object) error {
	names := make(map[string]bool, len(x.entries))
	items := make(map[string]bool, len(x.entries))
	for _, p := range x.leftovers {
		items[p.item] = true
	}
	for i, e := range x.entries {
		name := fold(e.Name)
		if names[name] {
			return faultf(accounts[i].at, "account %d: its name is another's", i+1)
		}
		names[name] = true
		for _, p := range e.places() {
			if items[p.item] {
				return faultf(accounts[i].at, "account %d: its item is another's", i+1)
			}
			items[p.item] = true
		}
	}
	return nil
}

// A textField is a member that must be text, with the rule for it. The rules
// are looser than [Store.Add]'s, so that a later version may relax its own:
// only what could mislead is refused.
type textField struct {
	name  string
	check func(string) (problem string)
	set   func(string)
}

func (o *object) texts(fields ...textField) error {
	for _, field := range fields {
		value, at, err := o.text(field.name)
		if err != nil {
			return err
		}
		if problem := field.check(value); problem != "" {
			return faultf(at, "field %q %s", field.name, problem)
		}
		field.set(value)
	}
	return nil
}

func parseEntry(o *object) (entry, error) {
	var e entry
	err := o.texts(
		textField{"name", shown, func(s string) { e.Name = s }},
		textField{"id", accountID, func(s string) { e.ID = domain.AccountID(s) }},
		textField{"environment", deceives, func(s string) { e.Environment = s }},
		textField{"kind", shown, func(s string) { e.Kind = Kind(s) }},
		textField{"vault", shown, func(s string) { e.Vault = VaultName(s) }},
		textField{"item", itemName, func(s string) { e.item = s }},
		textField{"state", knownState, func(s string) { e.State = State(s) }},
		textField{"owner", ownerID, func(s string) { e.owner = s }},
		textField{"repair", deceives, func(s string) { e.repair = s }},
		textField{"formerly", deceives, func(s string) { e.formerly = s }},
		textField{"services", deceives, func(s string) { e.picks = s }},
		textField{"added", timestamp, func(s string) { e.Added, _ = time.Parse(time.RFC3339, s) }},
	)
	if err != nil {
		return entry{}, err
	}
	e.Added = e.Added.UTC().Truncate(time.Second)
	if e.leftovers, err = o.places("leftovers"); err != nil {
		return entry{}, err
	}
	e.unknown = o.members
	return e, nil
}

// places takes a member that must be a list of places; absent is empty.
func (o *object) places(name string) ([]place, error) {
	list, err := o.list(name)
	if err != nil {
		return nil, err
	}
	var places []place
	for _, element := range list {
		p, err := parsePlace(element)
		if err != nil {
			return nil, err
		}
		places = append(places, p)
	}
	return places, nil
}

func parsePlace(o *object) (place, error) {
	var p place
	err := o.texts(
		textField{"vault", shown, func(s string) { p.vault = VaultName(s) }},
		textField{"item", itemName, func(s string) { p.item = s }},
		textField{"owner", ownerID, func(s string) { p.owner = s }},
	)
	p.unknown = o.members
	return p, err
}

func shown(text string) string {
	if text == "" {
		return "is missing or empty"
	}
	return deceives(text)
}

// itemName is the vaults' own rule: what they refuse could never be read.
func itemName(text string) string {
	if text == "" {
		return shown(text)
	}
	if checkItem(text) != nil {
		return "is not the name of an item"
	}
	return ""
}

func accountID(text string) string {
	if _, err := domain.ParseAccountID(text); err != nil {
		return "is not an account ID"
	}
	return ""
}

func knownState(text string) string {
	switch State(text) {
	case Adding, Kept, Moving, Replacing, Removing:
		return ""
	default:
		return "is not a state of an account"
	}
}

// ownerID keeps an edited index from naming a file outside the owners folder.
func ownerID(text string) string {
	for _, r := range text {
		if r < 'a' || 'z' < r {
			return "is not an owner's letters"
		}
	}
	return ""
}

func hexSum(text string) string {
	sum, err := hex.DecodeString(text)
	if err != nil || text != "" && len(sum) != sha256.Size {
		return "is not a SHA-256 in hex"
	}
	return ""
}

func timestamp(text string) string {
	if text == "" {
		return ""
	}
	// A zone can push the year out of the four digits that it is written with.
	at, err := time.Parse(time.RFC3339, text)
	if year := at.UTC().Year(); err != nil || year < 0 || 9999 < year {
		return "is not a time"
	}
	return ""
}

// encode writes the index as people can read it, the unknown members last.
func (x *index) encode() ([]byte, error) {
	var accounts bytes.Buffer
	accounts.WriteByte('[')
	for i := range x.entries {
		if i > 0 {
			accounts.WriteByte(',')
		}
		x.entries[i].write(&accounts)
	}
	accounts.WriteByte(']')

	var packed, data bytes.Buffer
	writeObject(&packed, append([]member{
		{name: "version", raw: strconv.AppendInt(nil, int64(x.version), 10)},
		textMember("default", x.byDefault),
		textMember("previous_default", x.previous),
		textMember("sealed_key_sha256", x.keySum),
		textMember("sealed_key_sha256_next", x.nextSum),
		{name: "accounts", raw: accounts.Bytes()},
		{name: "leftovers", raw: writePlaces(x.leftovers)},
	}, x.unknown...))
	if err := json.Indent(&data, packed.Bytes(), "", "  "); err != nil {
		return nil, err
	}
	data.WriteByte('\n')
	return data.Bytes(), nil
}

func (e *entry) write(b *bytes.Buffer) {
	writeObject(b, append([]member{
		textMember("name", e.Name),
		textMember("id", string(e.ID)),
		textMember("environment", e.Environment),
		textMember("kind", string(e.Kind)),
		textMember("vault", string(e.Vault)),
		textMember("item", e.item),
		textMember("state", string(e.State)),
		textMember("owner", e.owner),
		textMember("repair", e.repair),
		textMember("formerly", e.formerly),
		textMember("services", e.picks),
		textMember("added", e.Added.Format(time.RFC3339)),
		{name: "leftovers", raw: writePlaces(e.leftovers)},
	}, e.unknown...))
}

func writePlaces(places []place) []byte {
	if len(places) == 0 {
		return nil
	}
	var b bytes.Buffer
	b.WriteByte('[')
	for i, p := range places {
		if i > 0 {
			b.WriteByte(',')
		}
		writeObject(&b, append([]member{
			textMember("vault", string(p.vault)),
			textMember("item", p.item),
			textMember("owner", p.owner),
		}, p.unknown...))
	}
	b.WriteByte(']')
	return b.Bytes()
}
