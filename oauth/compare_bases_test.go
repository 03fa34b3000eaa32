package oauth

import (
	"net/url"
	"slices"
	"strings"
)

// where a cause can be seen.
type where int

const (
	everywhere where = iota
	inHeader
	inBase
)

// wrongSigner breaks one rule. It has a request of its own where the usual two do
// not show the cause.
type wrongSigner struct {
	name    string
	want    []Cause // all of them, but for nonce and timestamp
	where   where
	request Request
	breaks  func(*scribe)
}

// wrongBases get the base string wrong.
var wrongBases = []wrongSigner{
	{name: "a space signed as +", want: []Cause{SpaceAsPlus}, breaks: func(s *scribe) {
		s.encode = func(v string) string { return strings.ReplaceAll(rightEncode(v), "%20", "+") }
	}},
	{name: "a + of the query kept", want: []Cause{SpaceAsPlus}, breaks: func(s *scribe) {
		s.read = func(form string) []nameValue { return rightRead(strings.ReplaceAll(form, "+", "%2B")) }
	}},
	{name: "decoded twice", want: []Cause{PlusAsSpace}, breaks: func(s *scribe) {
		s.read = func(form string) []nameValue { return rightRead(strings.ReplaceAll(form, "%2B", "+")) }
	}},
	{name: "parameters not encoded", want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
		s.encode = func(v string) string { return v }
	}},
	{name: "the query not decoded", want: []Cause{EncodedTooOften}, breaks: func(s *scribe) {
		s.encode = func(v string) string { return rightEncode(rightEncode(v)) }
	}},
	{name: "JavaScript's encodeURIComponent", want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
		s.encode = func(v string) string { return strings.ReplaceAll(rightEncode(v), "%21", "!") }
	}},
	{name: "a tilde encoded", want: []Cause{EncodedTooOften}, breaks: func(s *scribe) {
		s.encode = func(v string) string { return strings.ReplaceAll(rightEncode(v), "~", "%7E") }
	}},
	{name: "escapes in small letters", want: []Cause{LowerCaseEscapes}, breaks: func(s *scribe) {
		s.encode, s.encodeURI, s.encodeAll = smallEncode, smallEncode, smallEncode
	}},
	{name: "escapes of the base string in small letters", want: []Cause{LowerCaseEscapes}, breaks: func(s *scribe) {
		s.encodeURI, s.encodeAll = smallEncode, smallEncode
	}},
	{name: "escapes of the base URI in small letters", where: inBase, want: []Cause{LowerCaseEscapes}, breaks: func(s *scribe) {
		s.encodeURI = smallEncode
	}},
	{name: "escapes between the parameters in small letters", where: inBase, want: []Cause{LowerCaseEscapes}, breaks: func(s *scribe) {
		s.encodeAll = smallEncode
	}},
	{name: "Python's quote", request: Request{Method: "GET", URL: "https://example.com/?path=a%2Fb%20c"},
		want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
			s.encode = func(v string) string { return strings.ReplaceAll(rightEncode(v), "%2F", "/") }
		}},
	{name: "a base URI with & not encoded", request: Request{Method: "GET", URL: "https://example.com/a&b/c"},
		want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
			s.encodeURI = func(v string) string { return v }
		}},
	{name: "the base URI not encoded", want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
		s.encodeURI = func(v string) string { return v }
	}},
	{name: "the base URI encoded twice", want: []Cause{EncodedTooOften}, breaks: func(s *scribe) {
		s.encodeURI = func(v string) string { return rightEncode(rightEncode(v)) }
	}},
	{name: "the parameters not encoded again", want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
		s.encodeAll = func(v string) string { return v }
	}},
	{name: "the parameters encoded twice more", want: []Cause{EncodedTooOften}, breaks: func(s *scribe) {
		s.encodeAll = func(v string) string { return rightEncode(rightEncode(v)) }
	}},
	{name: "nothing of the base string encoded", want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
		s.encodeURI = func(v string) string { return v }
		s.encodeAll = s.encodeURI
	}},
	{name: "nothing encoded of a base URI with &", request: Request{Method: "GET", URL: "https://example.com/a&b/c?d=e"},
		want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
			s.encodeURI = func(v string) string { return v }
			s.encodeAll = s.encodeURI
		}},
	{name: "the path decoded", want: []Cause{EncodedTooLittle}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return strings.Replace(rightURI(u), "%20", " ", 1) }
	}},

	{name: "a query parameter missing", want: []Cause{QueryNotSigned}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query[1:], form, protocol)
		}
	}},
	{name: "the query not signed", request: Request{Method: "GET", URL: "https://example.com/?a=1&b=2"},
		want: []Cause{QueryNotSigned, QueryNotSigned}, breaks: func(s *scribe) {
			s.collect = func(_, form, protocol []nameValue) []nameValue { return slices.Concat(form, protocol) }
		}},
	{name: "an extra parameter", where: inBase, request: getRequest, want: []Cause{ExtraParameter}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, protocol, []nameValue{{"debug", "1"}})
		}
	}},
	{name: "another value", where: inBase, want: []Cause{OtherValue}, breaks: func(s *scribe) {
		s.url, s.form = strings.Replace(s.url, "q=two+words", "q=three", 1), strings.Replace(s.form, "q=two+words", "q=three", 1)
	}},
	{name: "a map that keeps the last value", want: []Cause{RepeatedNameLost}, breaks: func(s *scribe) {
		s.read = func(form string) (kept []nameValue) {
			last := map[string]string{}
			for _, p := range rightRead(form) {
				last[p.name] = p.value
			}
			for name, value := range last {
				kept = append(kept, nameValue{name, value})
			}
			return kept
		}
	}},
	{name: "a map that keeps the first value", want: []Cause{RepeatedNameLost}, breaks: func(s *scribe) {
		s.read = func(form string) (kept []nameValue) {
			seen := map[string]bool{}
			for _, p := range rightRead(form) {
				if !seen[p.name] {
					kept = append(kept, p)
				}
				seen[p.name] = true
			}
			return kept
		}
	}},
	{name: "a set of parameters", request: Request{Method: "GET", URL: "https://example.com/?a=1&a=1&b=2"},
		want: []Cause{RepeatedNameLost}, breaks: func(s *scribe) {
			s.read = func(form string) []nameValue { return slices.Compact(rightRead(form)) }
		}},
	{name: "the first of three values", request: Request{Method: "GET", URL: "https://example.com/?a=1&a=2&a=3"},
		want: []Cause{RepeatedNameLost}, breaks: func(s *scribe) {
			s.read = func(form string) []nameValue { return rightRead(form)[:min(1, len(form))] }
		}},
	{name: "the last of three values", request: Request{Method: "GET", URL: "https://example.com/?a=1&a=2&a=3"},
		want: []Cause{RepeatedNameLost}, breaks: func(s *scribe) {
			s.read = func(form string) []nameValue { return rightRead(form)[min(2, len(form)):] }
		}},
	{name: "three values in one", request: Request{Method: "GET", URL: "https://example.com/?a=1&a=2&a=3"},
		want: []Cause{RepeatedNameLost}, breaks: func(s *scribe) {
			s.read = func(form string) []nameValue { return []nameValue{{"a", "1,2,3"}}[:min(1, len(form))] }
		}},
	{name: "sorted before encoding", want: []Cause{SortedBeforeEncoding}, breaks: func(s *scribe) {
		s.arrange = func(plain []nameValue, encode func([]nameValue) []nameValue) []nameValue {
			return encode(byBytes(plain))
		}
	}},
	{name: "query and form before the protocol's", want: []Cause{OtherOrder}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return append(byBytes(slices.Concat(query, form)), byBytes(protocol)...)
		}
		s.arrange = func(plain []nameValue, encode func([]nameValue) []nameValue) []nameValue {
			pairs := encode(plain)
			return append(byBytes(pairs[:len(pairs)-6]), byBytes(pairs[len(pairs)-6:])...)
		}
	}},

	{name: "nothing sorted", want: []Cause{OtherOrder}, breaks: unsorted(func(query, form, protocol []nameValue) []nameValue {
		return slices.Concat(query, form, protocol)
	})},
	{name: "nothing sorted, the protocol's first", want: []Cause{OtherOrder}, breaks: unsorted(func(query, form, protocol []nameValue) []nameValue {
		return slices.Concat(protocol, query, form)
	})},
	{name: "query and form not sorted", want: []Cause{OtherOrder}, breaks: unsorted(func(query, form, protocol []nameValue) []nameValue {
		return slices.Concat(query, form, byBytes(protocol))
	})},

	{name: "a port kept", want: []Cause{PortKept}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return u.Scheme + "://" + strings.ToLower(u.Host) + u.EscapedPath() }
	}},
	{name: "a port kept after IPv6", request: Request{Method: "GET", URL: "http://[::1]:80/a?b=c"},
		want: []Cause{PortKept}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return u.Scheme + "://" + u.Host + u.Path }
		}},
	{name: "a port dropped", request: Request{Method: "GET", URL: "https://example.com:8443/a?b=c"},
		want: []Cause{PortDropped}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return u.Scheme + "://" + u.Hostname() + u.EscapedPath() }
		}},
	{name: "another port", where: inBase, request: Request{Method: "GET", URL: "https://example.com:8443/a"},
		want: []Cause{OtherPort}, breaks: func(s *scribe) { s.url = "https://example.com:9000/a" }},
	{name: "the port of the scheme for another", request: Request{Method: "GET", URL: "https://example.com:8443/a"},
		want: []Cause{OtherPort}, breaks: func(s *scribe) {
			s.baseURI = func(*url.URL) string { return "https://example.com:443/a" }
		}},
	{name: "http for https", request: getRequest, want: []Cause{OtherScheme}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return strings.Replace(rightURI(u), "https", "http", 1) }
	}},
	{name: "https for http", request: postRequest, want: []Cause{OtherScheme}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return strings.Replace(rightURI(u), "http", "https", 1) }
	}},
	{name: "the scheme in capitals", want: []Cause{SchemeCase}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return strings.ToUpper(u.Scheme) + rightURI(u)[len(u.Scheme):] }
	}},
	// A header does not tell how the host was written: capitals alone are tried.
	{name: "the host as it was written", where: inBase, want: []Cause{HostCase}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return strings.Replace(rightURI(u), "api.example.com", u.Hostname(), 1) }
	}},
	{name: "the host in capitals", want: []Cause{HostCase}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string {
			return strings.Replace(rightURI(u), "api.example.com", "API.EXAMPLE.COM", 1)
		}
	}},
	{name: "another host", where: inBase, want: []Cause{OtherHost}, breaks: func(s *scribe) {
		s.url = strings.Replace(s.url, "API.Example.com", "localhost", 1)
	}},
	{name: "the user and password of the URL", where: inBase, want: []Cause{UserinfoSigned}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return strings.Replace(rightURI(u), "://", "://me:CANARY@", 1) }
	}},
	{name: "the same, not encoded", where: inBase, want: []Cause{UserinfoSigned, EncodedTooLittle}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return strings.Replace(rightURI(u), "://", "://me:CANARY@", 1) }
		s.encodeURI = func(v string) string { return v }
	}},
	{name: "a slash added", want: []Cause{PathSlash}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return rightURI(u) + "/" }
	}},
	{name: "a slash lost", request: Request{Method: "POST", URL: "https://example.com/a/", Form: "b=c"},
		want: []Cause{PathSlash}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return strings.TrimSuffix(rightURI(u), "/") }
		}},
	{name: "a slash added to the root", request: Request{Method: "GET", URL: "https://example.com/?a=b"},
		want: []Cause{PathSlash}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return rightURI(u) + "/" }
		}},
	{name: "an empty path", request: Request{Method: "GET", URL: "https://example.com?a=b"},
		want: []Cause{PathEmpty}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return strings.TrimSuffix(rightURI(u), "/") }
		}},
	{name: "the path in small letters", request: Request{Method: "GET", URL: "https://example.com/Users/Me"},
		want: []Cause{PathCase}, breaks: func(s *scribe) { s.url = strings.ToLower(s.url) }},
	{name: "the path behind a proxy", want: []Cause{OtherPath}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return strings.Replace(rightURI(u), "/v1", "", 1) }
	}},
	{name: "the query left in the base URI", request: Request{Method: "GET", URL: "https://example.com/a?b=c&d=e"},
		want: []Cause{QueryInBaseURI, QueryNotSigned, QueryNotSigned}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return u.String() }
			s.collect = func(_, form, protocol []nameValue) []nameValue { return slices.Concat(form, protocol) }
		}},
	{name: "the query in the base URI as well", request: Request{Method: "GET", URL: "https://example.com/a?b=c&d=e"},
		want: []Cause{QueryInBaseURI}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return u.String() }
		}},
	{name: "the query in the base URI as it was sent", request: Request{Method: "GET", URL: "https://example.com/a?d=e:f&b=c"},
		want: []Cause{QueryInBaseURI}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return u.String() }
		}},
	{name: "the whole URL, not encoded", request: Request{Method: "GET", URL: "https://example.com/a?b=c&d=e"},
		want: []Cause{QueryInBaseURI, EncodedTooLittle}, breaks: func(s *scribe) {
			s.baseURI = func(u *url.URL) string { return u.String() }
			s.encodeURI = func(v string) string { return v }
		}},
	{name: "a question mark kept", where: inBase, want: []Cause{OtherText}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string { return rightURI(u) + "?" }
	}},
	{name: "an & too many", where: inBase, want: []Cause{OtherText}, breaks: func(s *scribe) {
		s.encodeAll = func(v string) string { return rightEncode("&" + v) }
	}},
	{name: "the method in small letters", want: []Cause{HTTPMethodCase}, breaks: func(s *scribe) { s.baseMethod = strings.ToLower }},
	{name: "another method", want: []Cause{OtherHTTPMethod}, breaks: func(s *scribe) {
		s.baseMethod = func(string) string { return "PUT" }
	}},

	{name: "the form not signed", request: postRequest, want: []Cause{BodyNotSigned}, breaks: func(s *scribe) {
		s.collect = func(query, _, protocol []nameValue) []nameValue { return slices.Concat(query, protocol) }
	}},
	{name: "a parameter of the form missing", request: postRequest, want: []Cause{FormNotSigned}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form[1:], protocol)
		}
	}},
	{name: "a JSON body taken for a form", where: inBase, request: Request{Method: "POST", URL: "https://example.com/a?b=c"},
		want: []Cause{BodySigned}, breaks: func(s *scribe) {
			s.collect = func(query, form, protocol []nameValue) []nameValue {
				return slices.Concat(query, protocol, []nameValue{{`{"x":1,"y":[2]}`, ""}})
			}
		}},
	{name: "the keys of a JSON body", where: inBase, request: Request{Method: "POST", URL: "https://example.com/a?b=c"},
		want: []Cause{BodySigned}, breaks: func(s *scribe) {
			s.collect = func(query, form, protocol []nameValue) []nameValue {
				return slices.Concat(query, protocol, []nameValue{{"x", "1"}, {"y", "2"}})
			}
		}},
	{name: "a JSON body of DELETE", where: inBase, request: Request{Method: "DELETE", URL: "https://example.com/a?b=c"},
		want: []Cause{BodySigned}, breaks: func(s *scribe) {
			s.collect = func(query, form, protocol []nameValue) []nameValue {
				return slices.Concat(query, protocol, []nameValue{{`[1]`, ""}})
			}
		}},
	{name: "a JSON body of DELETE, encoded twice", where: inBase, request: Request{Method: "DELETE", URL: "https://example.com/a?b=c"},
		want: []Cause{BodySigned, EncodedTooOften}, breaks: func(s *scribe) {
			s.collect = func(query, form, protocol []nameValue) []nameValue {
				return slices.Concat(query, protocol, []nameValue{{`[1]`, ""}})
			}
			s.encode = func(v string) string { return rightEncode(rightEncode(v)) }
		}},
	{name: "an extra parameter beside a form", where: inBase, request: postRequest, want: []Cause{ExtraParameter}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, protocol, []nameValue{{"debug", "1"}})
		}
	}},
	{name: "the realm signed", want: []Cause{RealmSigned}, breaks: func(s *scribe) {
		s.realm = "https://example.com/"
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, protocol, []nameValue{{"realm", s.realm}})
		}
	}},
	{name: "an empty oauth_signature signed", want: []Cause{SignatureSigned}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, protocol, []nameValue{{"oauth_signature", ""}})
		}
	}},
	{name: "a signature of the query signed", request: Request{Method: "GET", URL: "https://example.com/?a=b&oauth_signature=c"},
		want: []Cause{SignatureSigned}, breaks: func(*scribe) {}},
	{name: "the version sent and not signed", where: inHeader, want: []Cause{ProtocolNotSigned}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, slices.DeleteFunc(protocol, func(p nameValue) bool { return p.name == "oauth_version" }))
		}
	}},
	{name: "an empty token signed and not sent", where: inHeader, want: []Cause{ProtocolMissing, ProtocolExtra}, breaks: func(s *scribe) {
		s.sendsToken = false
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, protocol, []nameValue{{"oauth_token", ""}})
		}
	}},
	{name: "the token sent and not signed", where: inHeader, want: []Cause{ProtocolNotSigned}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, slices.DeleteFunc(protocol, func(p nameValue) bool { return p.name == "oauth_token" }))
		}
	}},
	{name: "a version signed and not sent", where: inHeader, want: []Cause{VersionPresence, ProtocolExtra}, breaks: func(s *scribe) {
		s.version = ""
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, protocol, []nameValue{{"oauth_version", "1.0"}})
		}
	}},
	{name: "the token secret among the parameters", where: inBase, want: []Cause{ProtocolExtra}, breaks: func(s *scribe) {
		s.collect = func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, protocol, []nameValue{{"oauth_token_secret", s.second}})
		}
	}},

	{name: "two mistakes", want: []Cause{OtherScheme, SpaceAsPlus}, breaks: func(s *scribe) {
		s.baseURI = func(u *url.URL) string {
			return strings.Replace(rightURI(u), u.Scheme, map[string]string{"http": "https", "https": "http"}[u.Scheme], 1)
		}
		s.encode = func(v string) string { return strings.ReplaceAll(rightEncode(v), "%20", "+") }
	}},
	{name: "a mistake and a secret", where: inHeader, want: []Cause{HTTPMethodCase, NoTokenSecret}, breaks: func(s *scribe) {
		s.baseMethod, s.second = strings.ToLower, ""
	}},
	{name: "nothing wrong", want: nil, breaks: func(*scribe) {}},
}

func smallEncode(s string) string {
	out := rightEncode(s)
	for i := range len(out) {
		if out[i] == '%' {
			out = out[:i] + strings.ToLower(out[i:i+3]) + out[i+3:]
		}
	}
	return out
}

// unsorted signs the parameters as collect puts them.
func unsorted(collect func(query, form, protocol []nameValue) []nameValue) func(*scribe) {
	return func(s *scribe) {
		s.collect = collect
		s.arrange = func(plain []nameValue, encode func([]nameValue) []nameValue) []nameValue { return encode(plain) }
	}
}
