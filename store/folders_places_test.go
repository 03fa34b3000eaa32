package store

import "testing"

// What a person's system takes for one folder has to be one in the list.
func TestPlacesAreComparedAsTheirSystemDoes(t *testing.T) {
	for _, c := range []struct {
		goos, listed, here string
		within             bool
	}{
		{"linux", "/srv/acme", "/srv/acme", true},
		{"linux", "/srv//acme/./", "/srv/acme/x", true},
		{"linux", "/", "/srv", true},
		{"linux", "/srv/acme", "/srv/acme-2", false},
		{"linux", "/srv/acme", "/srv", false},
		{"linux", "/srv/acme", "/srv/ACME", false},
		{"darwin", "/Users/me/Acme", "/users/me/acme/x", true},
		{"darwin", "/Users/me/Straße", "/Users/me/STRASSE", false},
		{"windows", `C:\Work\Acme`, `c:\work\acme\x`, true},
		{"windows", `C:/Work/Acme/`, `C:\Work\Acme`, true},
		{"windows", `C:\`, `C:\Work`, true},
		{"windows", `C:\`, `D:\Work`, false},
		{"windows", `C:\Work\Acme`, `C:\Work\Acme2`, false},
		{"windows", `\\server\share\acme`, `\\SERVER\share\acme\x`, true},
	} {
		s, err := parseSettings("config.toml", c.goos, "[folders]\n"+tomlText(c.listed)+" = 'x'\n")
		if err != nil {
			t.Fatal(err)
		}
		if _, within := s.folderAt(c.here); within != c.within {
			t.Errorf("on %s, %s is within %s: got %v", c.goos, c.here, c.listed, within)
		}
	}
}
