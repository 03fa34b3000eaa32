package oauth

import (
	"strconv"
	"time"
)

const (
	farAway = 5 * time.Minute // what servers commonly allow

	// A clock in local time is off by its zone, and by what passed since.
	zoneStep  = 30 * time.Minute
	zoneSlack = time.Minute
	widest    = 14 * time.Hour

	mostSecondDigits = 11 // lasts for three thousand years
	century          = 100 * 365 * 24 * 60 * 60
)

// compareClocks judges two timestamps that are not the same.
func compareClocks(ours, theirs string) (Cause, string) {
	if !only(&portOctets, theirs) {
		return TimeNotANumber, ""
	}
	switch digits := len(theirs); {
	case digits > mostSecondDigits+6:
		return TimeInOtherUnit, "It looks like nanoseconds."
	case digits > mostSecondDigits+3:
		return TimeInOtherUnit, "It looks like microseconds."
	case digits > mostSecondDigits:
		return TimeInOtherUnit, "It looks like milliseconds."
	}
	a, _ := strconv.ParseInt(ours, 10, 64)
	b, _ := strconv.ParseInt(theirs, 10, 64)
	away := time.Duration(min(max(b-a, -century), century)) * time.Second
	words := "It is " + inWords(away.Abs()) + " before ours."
	if away > 0 {
		words = "It is " + inWords(away) + " after ours."
	}
	zone := away.Round(zoneStep).Abs()
	switch {
	case away.Abs() <= farAway:
		return OtherTime, words
	case zone <= widest && (away.Abs()-zone).Abs() <= zoneSlack:
		return TimeZone, words
	default:
		return TimeFar, words
	}
}

func inWords(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= century*time.Second:
		return "a hundred years or more"
	case d >= 2*day:
		return strconv.Itoa(int(d/day)) + " days"
	default:
		return d.String()
	}
}
