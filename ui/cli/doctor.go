package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/ui/doctor"
	"lpkeys/ui/explain"
)

func (s *session) doctorVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check everything, with the fix for what fails",
		Long: `Checks files, variables, the keyring, the vault file, the clock, and whether
LivePerson answers for the account in force, and says how what is wrong is mended.
It repairs nothing, asks no person and shows no secret; in the keyring it keeps,
reads and forgets a test item of its own. It ends with 1 when something fails.
With --quiet it leaves out what is well.

Without a terminal there is a tab between state, check, text and fix.`,
		Example: `  lpkeys doctor
  lpkeys doctor --json --quiet`,
		Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return s.doctor(cmd.Context()) },
	}
}

// findingJSON is a finding as programs read it.
type findingJSON struct {
	Check string       `json:"check"`
	State doctor.State `json:"state"`
	Text  string       `json:"text"`
	Fix   string       `json:"fix,omitempty"`
}

func (s *session) doctor(ctx context.Context) error {
	patient := s.env.Patient()
	patient.Asked = store.Asked{Flag: s.account, Variable: s.env.Getenv(accountVariable), Here: s.env.Here}
	patient.Person = s.env.Terminal.person()
	list, count := []findingJSON{}, map[doctor.State]int{}
	err := doctor.Run(ctx, doctor.Checks(patient), func(f doctor.Finding) error {
		count[f.State]++
		if s.json {
			list = append(list, findingJSON(f))
			return nil
		}
		if !s.quiet || f.State != doctor.OK {
			s.tellFinding(f)
		}
		return s.flush() // A check may take seconds; what is known is shown.
	})
	if err != nil {
		return err
	}
	if s.json {
		s.encode(struct {
			OK       bool          `json:"ok"`
			Findings []findingJSON `json:"findings"`
		}{count[doctor.Failed] == 0, list})
	}
	s.note("%s", summary(count))
	if count[doctor.Failed] > 0 {
		return reported{explain.Failed}
	}
	return nil
}

// summary says how many findings there are of each state that there is.
func summary(count map[doctor.State]int) string {
	var words []string
	for _, state := range []doctor.State{doctor.OK, doctor.Warning, doctor.Failed, doctor.NotTried} {
		if n := count[state]; n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, state))
		}
	}
	return strings.Join(words, ", ")
}
