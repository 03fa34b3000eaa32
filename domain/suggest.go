package domain

import (
	"cmp"
	"slices"
	"strings"
)

const maxSuggestions = 3

// suggest gives likely spellings of a service name, best first: names that
// differ in case only, else those a few keystrokes away, else none. What the
// account has goes before what the catalogue knows.
func suggest(asked Service, account, catalogue []Service) []Service {
	known := slices.Concat(slices.Sorted(slices.Values(account)), catalogue)
	distances := make(map[Service]int)
	var near []Service
	for _, service := range known {
		if _, seen := distances[service]; seen || service == asked {
			continue
		}
		distance := 0
		if !strings.EqualFold(string(service), string(asked)) {
			distance = keystrokes(strings.ToLower(string(asked)), strings.ToLower(string(service)))
		}
		distances[service] = distance
		if distance <= reach(asked) {
			near = append(near, service)
		}
	}
	slices.SortStableFunc(near, func(a, b Service) int { return cmp.Compare(distances[a], distances[b]) })
	if len(near) > 0 && distances[near[0]] == 0 {
		near = slices.DeleteFunc(near, func(s Service) bool { return distances[s] > 0 })
	}
	return near[:min(len(near), maxSuggestions)]
}

// reach is how many keystrokes a name may be away: one in three, three at most.
func reach(asked Service) int { return min(len(asked)/3, 3) }

// keystrokes counts insertions, deletions, replacements and swaps of
// neighbours that lead from a to b.
func keystrokes(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replace := last[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			row[j] = min(last[j]+1, row[j-1]+1, replace)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
