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
			distance = Keystrokes(strings.ToLower(string(asked)), strings.ToLower(string(service)))
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
