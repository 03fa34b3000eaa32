package store

// A note is what this process knows about an item beyond the index.
type note string

const (
	// unclear: nobody can tell what the vault holds of it. This process gave it
	// up, or is forgetting it.
	unclear note = "unclear"

	// spare: it holds a key that this process replaced, and can bring back.
	spare note = "spare"
)

func (s *Store) note(item string, n note) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes[item] = n
}

// leave remembers that nobody can tell what the vault holds of an item.
func (s *Store) leave(item string) { s.note(item, unclear) }

// takeUp is for an item of which there is nothing to remember any more.
func (s *Store) takeUp(item string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.notes, item)
}

func (s *Store) noted(item string, n note) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.notes[item] == n
}

func (s *Store) left(item string) bool { return s.noted(item, unclear) }
