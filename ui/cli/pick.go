package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/explain"
)

// A choice is one of several that a person picks by its number, by its word, or by
// a part of its line that no other has.
type choice struct{ word, about string }

// errBack is a person who would rather not choose.
var errBack = &spoken{words: explain.Words{Error: "nothing was chosen", Exit: explain.Failed, Code: "not-confirmed"}}

// pick shows choices, one a line, and asks until one of them is chosen. The prompt
// says what an empty answer is; it is [errBack].
func (s *session) pick(ctx context.Context, question string, choices []choice, prompt string) (int, error) {
	shown := everyIndex(len(choices))
	for {
		s.tell(question)
		for _, i := range shown {
			s.tell(numberedLine(i, choices[i]))
		}
		answer, err := s.ask(ctx, prompt)
		if err != nil {
			return 0, err
		}
		if answer == "" {
			return -1, errBack
		}
		found := meant(choices, answer)
		switch {
		case len(found) == 1:
			return found[0], nil
		case len(found) > 1:
			question, shown = fmt.Sprintf("%d have that in them:", len(found)), found
		default:
			question, shown = "There is no such choice. These are all:", everyIndex(len(choices))
		}
	}
}

func numberedLine(i int, c choice) string {
	return fmt.Sprintf("%d. %s", i+1, strings.TrimSuffix(c.word+", "+c.about, ", "))
}

// tell writes one line for a person to read before a question.
func (s *session) tell(line string) { fmt.Fprintln(s.env.Stderr, domain.Clean(line)) }

// meant answers which choices an answer may mean, the surest alone.
func meant(choices []choice, answer string) []int {
	n, err := strconv.Atoi(answer)
	if err == nil && n >= 1 && n <= len(choices) {
		return []int{n - 1}
	}
	part := strings.Contains
	if err == nil {
		part = strings.HasPrefix // It may be an account ID, and is no part of one.
	}
	answer = strings.ToLower(answer)
	for _, fits := range []func(c choice) bool{
		func(c choice) bool { return c.word == answer },
		func(c choice) bool { return strings.HasPrefix(c.word, answer) },
		func(c choice) bool { return part(c.word, answer) || part(c.about, answer) },
	} {
		found := slices.DeleteFunc(everyIndex(len(choices)), func(i int) bool {
			return !fits(choice{strings.ToLower(choices[i].word), strings.ToLower(choices[i].about)})
		})
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

func everyIndex(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
