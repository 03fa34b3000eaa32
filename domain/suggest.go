package domain

import (
	"slices"
	"strings"
)

const (
	maxSuggestions = 3
	farthest       = 3
)

// suggest gives likely spellings of a service name, best first: names that
// differ in case only, else those a few keystrokes away, else none. What the
// account has goes before what the catalogue knows.
func suggest(asked Service, account, catalogue []Service) []Service {
	known := slices.Concat(slices.Sorted(slices.Values(account)), catalogue)
	seen := make(map[Service]bool)
	var near [farthest + 1][]Service // by the number of keystrokes
	for _, service := range known {
		if seen[service] || service == asked {
			continue
		}
		seen[service] = true
		distance := 0
		if !strings.EqualFold(string(service), string(asked)) {
			distance = Keystrokes(strings.ToLower(string(asked)), strings.ToLower(string(service)))
		}
		if distance <= reach(asked) {
			near[distance] = append(near[distance], service)
		}
	}
	best := near[0]
	if len(best) == 0 {
		best = slices.Concat(near[1:]...)
	}
	return best[:min(len(best), maxSuggestions)]
}

// reach is how many keystrokes a name may be away: one in three.
func reach(asked Service) int { return min(len(asked)/3, farthest) }

// Keystrokes counts the insertions, deletions, replacements and swaps of
// neighbours that lead from a to b, letter by letter; case counts.
func Keystrokes(a, b string) int {
	from, to := []rune(a), []rune(b)
	before, last := make([]int, len(to)+1), make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(from); i++ {
		row := make([]int, len(to)+1)
		row[0] = i
		for j := 1; j <= len(to); j++ {
			replace := last[j-1]
			if from[i-1] != to[j-1] {
				replace++
			}
			row[j] = min(last[j]+1, row[j-1]+1, replace)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(to)]
}
