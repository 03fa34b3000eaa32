package peerbench

const form = "application/x-www-form-urlencoded"

// request is one to be signed; with a media type, body is sent.
type request struct{ method, url, media, body string }

func get(urls ...string) (requests []request) {
	for _, url := range urls {
		requests = append(requests, request{"GET", url, "", ""})
	}
	return requests
}

func post(bodies ...string) (requests []request) {
	for _, body := range bodies {
		requests = append(requests, request{"POST", "https://api.example.com/form?q=1", form, body})
	}
	return requests
}

// kinds are requests of the kinds that signers get wrong, all of them such as
// net/http sends.
var kinds = []struct {
	name     string
	requests []request
}{
	{"nothing special", append(get(
		"https://api.example.com/",
		"https://api.example.com/a/b?x=1&y=2",
		"http://api.example.com/a?b=c%26d",
		"https://api.example.com/a?q=a%20b",
	), post("a=b", "b=2&a=1", "title=Snow+%26+ice")...)},
	{"a name more than once", append(get(
		"https://api.example.com/?a=1&a=2",
		"https://api.example.com/?a=2&a=1",
		"https://api.example.com/?a=1&a=1",
		"https://api.example.com/?a=10&a=2&b=0&a=",
	), post("a=1&a=2", "q=2", "q=1", "a=b&a=b&a=a")...)},
	{"spaces and plus signs", append(get(
		"https://api.example.com/?a=b+c",
		"https://api.example.com/?a=b%20c",
		"https://api.example.com/?a=b%2Bc",
		"https://api.example.com/?a+b=c",
	), post("a=b+c", "a=b%20c", "a=b%2Bc", "a+b=+")...)},
	{"reserved characters", append(get(
		"https://api.example.com/?a=!*'()",
		"https://api.example.com/?a=/:@?,$",
		"https://api.example.com/?a=b=c",
		"https://api.example.com/?a[]=1&a[b]=2",
		"https://api.example.com/?a%3Db=c%3Dd%26",
		"https://api.example.com/?a=%252F",
		"https://api.example.com/?a=~%7E",
	), post("a=!*'()", "a=b=c", "a[]=1", "a=~%7E")...)},
	{"order", append(get(
		"https://api.example.com/?a-=1&a=2",
		"https://api.example.com/?a!=1&a=2",
		"https://api.example.com/?a=%C3%9F&a=z",
		"https://api.example.com/?a=1&B=2&_=3",
		"https://api.example.com/?oauth_z=1&oauth_a=2",
	), post("a-=1&a=2", "a.b=1&a=2")...)},
	{"other letters, and octets that are none", append(get(
		"https://api.example.com/?q=日本",
		"https://api.example.com/?q=%E6%97%A5",
		"https://api.example.com/?é=😀",
		"https://api.example.com/?q=%FF%FE",
		"https://api.example.com/?q=\xff",
		"https://api.example.com/?q=%00",
	), post("q=日本", "q=%e6%97%a5", "q=%FF", "q=\xff\x00")...)},
	{"empty names and values", append(get(
		"https://api.example.com/?a",
		"https://api.example.com/?a=",
		"https://api.example.com/?=a",
		"https://api.example.com/?=",
		"https://api.example.com/?",
		"https://api.example.com/?&&a=b&&",
	), post("a", "=a", "=", "&&a=b&", "")...)},
	{"semicolons", append(get(
		"https://api.example.com/?a=1;b=2",
		"https://api.example.com/?a;b",
		"https://api.example.com/?a=1&b=2;c=3",
		"https://api.example.com/a;b?c=d",
	), post("a=1;b=2", "a=1&b;c")...)},
	{"escapes that are none", append(get(
		"https://api.example.com/?a=%zz",
		"https://api.example.com/?a=%",
		"https://api.example.com/?a=1&b=%4",
		"https://api.example.com/?%=1",
	), post("a=%zz", "a=1&b=%")...)},
	{"paths", get(
		"https://api.example.com",
		"https://api.example.com?a=b",
		"https://api.example.com/a%2Fb",
		"https://api.example.com/a%2fb",
		"https://api.example.com/a%20b",
		"https://api.example.com/é",
		"https://api.example.com/%E6%97%A5",
		"https://api.example.com/!$&'()*+,;=:@",
		"https://api.example.com/%7Ea",
		"https://api.example.com//a/./b/../c",
	)},
	{"hosts and ports", get(
		"https://API.Example.com/",
		"HTTPS://api.example.com/",
		"https://api.example.com:443/",
		"http://api.example.com:80/",
		"http://api.example.com:443/",
		"https://api.example.com:80/",
		"https://api.example.com:8443/",
		"https://[2001:DB8::1]/",
		"https://[2001:db8::1]:443/",
		"http://[::1]:8080/",
		"http://[fe80::1%25eth0]:8080/",
		"https://user:password@api.example.com/",
		"https://api.example.com/#fragment",
	)},
	{"bodies and methods", []request{
		{"POST", "https://api.example.com/", form + "; charset=utf-8", "a=b"},
		{"POST", "https://api.example.com/", form + ";charset=UTF-8", "a=b&c=d"},
		{"POST", "https://api.example.com/", "Application/X-WWW-Form-URLEncoded", "a=b"},
		{"POST", "https://api.example.com/?a=b", "application/json", `{"a":"b"}`},
		{"POST", "https://api.example.com/", "text/plain", "a=b"},
		{"PUT", "https://api.example.com/", form, "a=b"},
		{"PATCH", "https://api.example.com/", form, "a=b"},
		{"DELETE", "https://api.example.com/?a=b", "", ""},
		{"DELETE", "https://api.example.com/", form, "a=b"},
		{"post", "https://api.example.com/", form, "a=b"},
	}},
}
