package explain

import (
	"testing"

	"lpkeys/store"
)

func TestEachProblemOfABundleHasASentenceAndAHintOfItsOwn(t *testing.T) {
	said := map[string]store.BundleProblem{}
	for problem := range bundles {
		got := Of(&store.BundleError{Problem: problem, Detail: "account 3"})
		checkVoice(t, string(problem), got)
		if got.Error != string(problem)+": account 3" {
			t.Errorf("%s: got the sentence %q", problem, got.Error)
		}
		for _, text := range []string{got.Error, got.Hint, got.Code} {
			if other, twice := said[text]; twice {
				t.Errorf("%s and %s both say %q", problem, other, text)
			}
			said[text] = problem
		}
	}
	if got := Of(&store.BundleError{Problem: "odd"}); got.Code != "bundle-failed" {
		t.Errorf("a problem nobody knows: %+v", got)
	}
}
