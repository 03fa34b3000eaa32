package store

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"time"

	"lpkeys/domain"
)

// An Attempt is what came of sending a request with an account's key. It holds nothing
// secret: of the request no more than its operation.
type Attempt struct {
	At        time.Time `json:"at"`        // UTC, whole seconds; zero means never
	Operation string    `json:"operation"` // the catalogue's name, or method and host
	Status    int       `json:"status"`
	Cause     string    `json:"cause,omitempty"` // why it was refused, a word that stays the same; empty when it worked
}

// History is what is known of the requests that were sent with an account's key:
// the last one that worked, and the last one that was refused.
type History struct {
	Worked  Attempt `json:"worked,omitzero"`
	Refused Attempt `json:"refused,omitzero"`
}

// History answers what [Store.Record] kept; a file that cannot be read or makes
// no sense says nothing. It is that of the key where it lies: one that was replaced,
// or moved to another vault, begins anew. Errors: those of [Store.Account].
func (s *Store) History(name string) (History, error) {
	x, err := s.read()
	if err != nil {
		return History{}, err
	}
	e, err := x.lookUp(name)
	if err != nil {
		return History{}, err
	}
	return s.loadHistory()[e.item], nil
}

// Histories answers the history of every account that has one, by the accounts'
// names. What cannot be read is not there.
func (s *Store) Histories() map[string]History {
	x, err := s.read()
	if err != nil {
		return nil
	}
	kept := s.loadHistory()
	all := make(map[string]History, len(kept))
	for i := range x.entries {
		e := &x.entries[i]
		if h, ok := kept[e.item]; ok {
			all[e.Name] = h
		}
	}
	return all
}

// Record keeps what came of a request with a key, in a file of its own beside the
// index: losing it loses nothing else. One with a cause was refused. Errors:
// [ErrNotFound] when the key has gone since, [FileError]; nobody who only sent
// something has to be told.
func (s *Store) Record(u Used, t Attempt) error {
	t.At = t.At.UTC().Truncate(time.Second)
	t.Operation, t.Cause = shortened(t.Operation), shortened(t.Cause)
	return s.editHistory(func(x *index, all map[string]History) error {
		if x.holding(u.item) == nil {
			return ErrNotFound
		}
		h := all[u.item]
		if t.Cause == "" {
			h.Worked = t
		} else {
			h.Refused = t
		}
		all[u.item] = h
		return nil
	})
}

const (
	historyFile    = "history.json"
	longestHistory = 16 << 20
	longestWord    = 128 // of a text in it
)

// historyContent is the file, by the items of the keys: those are never used again,
// and stay when an account is renamed.
type historyContent struct {
	Version int                `json:"version"`
	History map[string]History `json:"history"`
}

func (s *Store) historyPath() string { return filepath.Join(s.paths.Data, historyFile) }

// editHistory changes the file, and leaves out what no account has any more. Who
// finds it busy leaves it to the next request.
func (s *Store) editHistory(edit func(*index, map[string]History) error) error {
	lock, err := s.fs.TryLock(filepath.Join(s.paths.Data, usedLockFile), true)
	if err != nil {
		return fileError("locking", s.historyPath(), err)
	}
	if lock == nil {
		return fileError("locking", s.historyPath(), ErrBusy)
	}
	defer lock.Close()
	r, err := s.read()
	if err != nil {
		return err
	}
	all := s.loadHistory()
	if err := edit(&r.index, all); err != nil {
		return err
	}
	for item := range all {
		if r.holding(item) == nil {
			delete(all, item)
		}
	}
	data, err := json.MarshalIndent(historyContent{Version: 1, History: all}, "", "  ")
	return errors.Join(err, fileError("writing", s.historyPath(), replace(s.fs, s.historyPath(), append(data, '\n'))))
}

func (s *Store) loadHistory() map[string]History {
	var content historyContent
	if data, err := readFile(s.fs, s.historyPath(), longestHistory); err == nil {
		_ = json.Unmarshal(data, &content) // What makes no sense is as good as nothing.
	}
	all := make(map[string]History, len(content.History))
	for item, t := range content.History {
		all[item] = History{Worked: cleaned(t.Worked), Refused: cleaned(t.Refused)}
	}
	return all
}

func cleaned(t Attempt) Attempt {
	t.Operation, t.Cause = shortened(t.Operation), shortened(t.Cause)
	return t
}

func shortened(text string) string { return domain.Clean(text[:min(len(text), longestWord)]) }
