package oauth

import "strings"

// compareSpelling says how two encoded texts differ that mean the same. One
// difference stands for all of its cause.
func (c *comparison) compareSpelling(part Part, name, ours, theirs string) {
	if ours == theirs {
		return
	}
	c.addOnce(Difference{Cause: spelling(ours, theirs), Part: part, Name: name, Ours: ours, Theirs: theirs})
}

// spelling tells the cause from how ours, rightly encoded, is written in theirs.
func spelling(ours, theirs string) Cause {
	spaces := strings.Count(ours, "%20") - strings.Count(theirs, "%20")
	same := decode(spaced(ours)) == decode(spaced(theirs))
	switch {
	case same && spaces > 0 && !strings.Contains(theirs, " "):
		return SpaceAsPlus
	case same && spaces < 0:
		return PlusAsSpace
	case theirs != ours && strings.EqualFold(ours, theirs) && decode(ours) == decode(theirs):
		return LowerCaseEscapes
	case len(theirs) > len(ours):
		return EncodedTooOften
	default:
		return EncodedTooLittle
	}
}

// spaced takes every plus sign for a space.
var spaced = strings.NewReplacer("+", "%20", "%2B", "%20", "%2b", "%20").Replace

// fullyDecoded is what is left of a text however often it was encoded, with
// spaces and plus signs alike.
func fullyDecoded(s string) string {
	const often = 4
	s = strings.ReplaceAll(s, "+", " ")
	for range often {
		s = strings.ReplaceAll(decode(s), "+", " ")
	}
	return s
}
