package store_test

import (
	"testing"

	"lpkeys/store"
)

func TestFolders(t *testing.T) {
	type env map[string]string
	cases := []struct {
		name, goos, home string
		env              env
		want             store.Paths
	}{
		{"XDG's defaults", "linux", "/home/ada", nil,
			store.Paths{Config: "/home/ada/.config/lpkeys", Data: "/home/ada/.local/share/lpkeys", Cache: "/home/ada/.cache/lpkeys"}},
		{"the same on macOS", "darwin", "/Users/ada", nil,
			store.Paths{Config: "/Users/ada/.config/lpkeys", Data: "/Users/ada/.local/share/lpkeys", Cache: "/Users/ada/.cache/lpkeys"}},
		{"XDG's variables", "linux", "/home/ada", env{"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d/", "XDG_CACHE_HOME": "/e"},
			store.Paths{Config: "/c/lpkeys", Data: "/d/lpkeys", Cache: "/e/lpkeys"}},
		{"XDG's variables without a home", "linux", "", env{"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/e"},
			store.Paths{Config: "/c/lpkeys", Data: "/d/lpkeys", Cache: "/e/lpkeys"}},
		{"a relative variable is ignored", "linux", "/home/ada", env{"XDG_CONFIG_HOME": "c", "XDG_DATA_HOME": "./d", "XDG_CACHE_HOME": "../e"},
			store.Paths{Config: "/home/ada/.config/lpkeys", Data: "/home/ada/.local/share/lpkeys", Cache: "/home/ada/.cache/lpkeys"}},
		{"LPKEYS_HOME holds everything", "linux", "", env{"LPKEYS_HOME": "/keys", "XDG_DATA_HOME": "/d"},
			store.Paths{Config: "/keys", Data: "/keys", Cache: "/keys/cache"}},
		{"Windows", "windows", `C:\Users\ada`, env{"AppData": `D:\Roaming`, "LocalAppData": `D:\Local\`, "XDG_DATA_HOME": "/d"},
			store.Paths{Config: `D:\Roaming\lpkeys`, Data: `D:\Roaming\lpkeys`, Cache: `D:\Local\lpkeys\cache`}},
		{"Windows without its variables", "windows", `C:\Users\ada`, env{"AppData": "Roaming"},
			store.Paths{Config: `C:\Users\ada\AppData\Roaming\lpkeys`, Data: `C:\Users\ada\AppData\Roaming\lpkeys`,
				Cache: `C:\Users\ada\AppData\Local\lpkeys\cache`}},
		{"LPKEYS_HOME on Windows", "windows", "", env{"LPKEYS_HOME": `\\server\keys`},
			store.Paths{Config: `\\server\keys`, Data: `\\server\keys`, Cache: `\\server\keys\cache`}},
		{"LPKEYS_HOME is relative", "linux", "/home/ada", env{"LPKEYS_HOME": "keys"}, store.Paths{}},
		{"LPKEYS_HOME has no drive", "windows", `C:\Users\ada`, env{"LPKEYS_HOME": `C:keys`}, store.Paths{}},
		{"no home", "linux", "", env{"XDG_CONFIG_HOME": "/c"}, store.Paths{}},
		{"no home on Windows", "windows", "", nil, store.Paths{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := store.PathsFrom(func(name string) string { return c.env[name] }, c.goos, c.home)
			if refused := c.want == (store.Paths{}); got != c.want || (err != nil) != refused {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}
