package oauth

import "strings"

// compareBase compares ours with a base string.
func (c *comparison) compareBase(text string) {
	ours := draftOf(c.ours)
	if text == ours.base() {
		return
	}
	theirs, uri, pairs := readDraft(text, ours)
	c.compareDrafts(ours, theirs)

	// What was read leniently may be written otherwise.
	c.compareSpelling(PartBaseURI, "", encodeTimes(theirs.uri, theirs.uriTimes), uri)
	read := theirs.normalized()
	whole := read == decodeTimes(pairs, theirs.pairsTimes)
	if whole {
		c.compareSpelling(PartParameter, "", encodeTimes(read, theirs.pairsTimes), pairs)
	}
	switch {
	case !c.harmless():
	case !whole:
		c.add(Difference{Cause: OtherText, Part: PartParameter, Ours: encodeTimes(ours.normalized(), 1), Theirs: pairs})
	case ours.uri != theirs.uri:
		c.add(Difference{Cause: OtherText, Part: PartBaseURI, Ours: ours.uri, Theirs: theirs.uri})
	}
}

// compareDrafts compares part by part.
func (c *comparison) compareDrafts(ours, theirs draft) {
	c.compareMethods(ours.method, theirs.method)
	c.compareTimes(PartBaseURI, theirs.uri, theirs.uriTimes)
	c.compareURIs(cutURI(ours.uri), cutURI(theirs.uri))
	c.compareTimes(PartParameter, theirs.normalized(), theirs.pairsTimes)
	c.comparePairs(ours.pairs, theirs.pairs)
	if theirs.lower {
		c.addOnce(Difference{Cause: LowerCaseEscapes, Part: PartBaseURI,
			Ours: encodeTimes(theirs.uri, 1), Theirs: lowerEscapes(encodeTimes(theirs.uri, 1))})
	}
}

func (c *comparison) compareMethods(ours, theirs string) {
	if ours == theirs {
		return
	}
	cause := OtherHTTPMethod
	if strings.EqualFold(ours, theirs) {
		cause = HTTPMethodCase
	}
	c.add(Difference{Cause: cause, Part: PartMethod, Ours: ours, Theirs: theirs})
}

// compareTimes looks at how often a half of the base string is encoded.
func (c *comparison) compareTimes(part Part, half string, times int) {
	if times == 1 {
		return
	}
	cause := EncodedTooOften
	if times == 0 {
		cause = EncodedTooLittle
	}
	c.addOnce(Difference{Cause: cause, Part: part, Ours: encodeTimes(half, 1), Theirs: encodeTimes(half, times)},
		"This is about the base string: method, base URI and parameters are each encoded there, before & joins them.")
}

// uri is a base URI, read leniently.
type uri struct{ scheme, userinfo, host, port, path, query string }

func cutURI(text string) (u uri) {
	var rest string
	u.scheme, rest, _ = strings.Cut(text, "://")
	rest, u.query, _ = strings.Cut(rest, "?")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		rest, u.path = rest[:i], rest[i:]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		u.userinfo, rest = rest[:i], rest[i+1:]
	}
	u.host = rest
	if i := strings.LastIndexByte(rest, ':'); i >= 0 && !strings.Contains(rest[i:], "]") {
		u.host, u.port = rest[:i], rest[i:]
	}
	return u
}

func (u uri) String() string {
	return u.scheme + "://" + u.host + u.port + u.path
}

func (c *comparison) compareURIs(ours, theirs uri) {
	c.compareCase(PartScheme, SchemeCase, OtherScheme, ours.scheme, theirs.scheme)
	c.compareCase(PartHost, HostCase, OtherHost, ours.host, theirs.host)
	c.comparePorts(ours.port, theirs.port)
	c.comparePaths(ours.path, theirs.path)
	if theirs.userinfo != "" {
		c.add(Difference{Cause: UserinfoSigned, Part: PartHost, Ours: ours.host}) // it may be a password
	}
	if theirs.query != "" {
		c.add(Difference{Cause: QueryInBaseURI, Part: PartBaseURI, Ours: ours.String(), Theirs: theirs.String() + "?" + theirs.query})
	}
}

func (c *comparison) compareCase(part Part, sameButCase, other Cause, ours, theirs string) {
	if ours == theirs {
		return
	}
	cause := other
	if strings.EqualFold(ours, theirs) {
		cause = sameButCase
	}
	c.add(Difference{Cause: cause, Part: part, Ours: ours, Theirs: theirs})
}

func (c *comparison) comparePorts(ours, theirs string) {
	if ours == theirs {
		return
	}
	cause := OtherPort
	switch {
	case theirs == "":
		cause = PortDropped
	case ours == "" && (theirs == ":80" || theirs == ":443"):
		cause = PortKept
	}
	c.add(Difference{Cause: cause, Part: PartPort, Ours: ours, Theirs: theirs})
}

func (c *comparison) comparePaths(ours, theirs string) {
	d := Difference{Part: PartPath, Ours: ours, Theirs: theirs}
	switch {
	case ours == theirs:
		return
	case theirs == "" && ours == "/":
		d.Cause = PathEmpty
	case theirs == ours+"/" || ours == theirs+"/":
		d.Cause = PathSlash
	case fullyDecoded(ours) == fullyDecoded(theirs):
		c.compareSpelling(PartPath, "", ours, theirs)
		return
	case strings.EqualFold(ours, theirs):
		d.Cause = PathCase
	default:
		d.Cause = OtherPath
	}
	c.add(d)
}
