package theme

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// WCAG 2.1, success criterion 1.4.3: 4.5 to 1 for text. Rules are not text.
func TestTextCanBeReadOnEveryUsualBackground(t *testing.T) {
	backgrounds := map[bool][]color.Color{
		true:  {hex("#000000"), hex("#1e1e1e"), hex("#282828")},
		false: {hex("#ffffff"), hex("#fdf6e3")},
	}
	for _, isDark := range []bool{true, false} {
		p := light
		if isDark {
			p = dark
		}
		inks := map[string]color.Color{
			"muted": p.muted, "accent": p.accent, "success": p.success, "warning": p.warning, "danger": p.danger,
		}
		for _, bg := range backgrounds[isDark] {
			for name, ink := range inks {
				if got := contrast(ink, bg); got < 4.5 {
					t.Errorf("dark=%v: %s on %v has contrast %.2f, want at least 4.5", isDark, name, bg, got)
				}
			}
		}
	}
	for name, mark := range map[string]color.Color{"production": productionMark, "demo": demoMark} {
		if got := contrast(onMark, mark); got < 4.5 {
			t.Errorf("the %s mark has contrast %.2f, want at least 4.5", name, got)
		}
	}
}

func TestAStyleEndsWithItsText(t *testing.T) {
	th := New(true)
	for name, style := range map[string]Style{
		"none": {}, "text": th.Text, "muted": th.Muted, "strong": th.Strong, "production": th.Production,
		"reversed": th.Text.Reversed(), "muted and reversed": th.Muted.Reversed(),
	} {
		got := style.Render("acme")
		if ansi.Strip(got) != "acme" || got != "acme" && !strings.HasSuffix(got, "acme"+ansi.ResetStyle) {
			t.Errorf("%s: got %q", name, got)
		}
		if got := style.Render(""); got != "" {
			t.Errorf("%s: got %q for nothing", name, got)
		}
	}
	if got, want := th.Text.Reversed().Render(" "), "\x1b[7m \x1b[m"; got != want {
		t.Errorf("the cursor: got %q, want %q", got, want)
	}
}

func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func linear(channel uint32) float64 {
	v := float64(channel) / 0xffff
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}
