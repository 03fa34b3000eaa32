package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
)

// A moody vault fails as it likes, in every way that a vault may.
type moody struct {
	*store.Memory
	calm   bool
	choose func(int) int
	late   []func() // what arrives before the process is gone
}

// mood answers a failure, and whether what was asked is done all the same.
func (v *moody) mood() (failure error, done bool) {
	if v.calm {
		return nil, true
	}
	switch v.choose(12) {
	case 0, 1:
		return store.ErrLocked, false
	case 2:
		return store.ErrTimedOut, false
	case 3:
		return fmt.Errorf("on the way back: %w", context.Canceled), true
	default:
		return nil, true
	}
}

func (v *moody) Look(ctx context.Context) error {
	failure, _ := v.mood()
	return failure
}

func (v *moody) Put(ctx context.Context, item string, key oauth.Credentials) error {
	failure, done := v.mood()
	if errors.Is(failure, store.ErrTimedOut) && v.choose(2) == 0 {
		v.late = append(v.late, func() { _ = v.Memory.Put(ctx, item, key) })
	}
	if !done {
		return failure
	}
	return errors.Join(v.Memory.Put(ctx, item, key), failure)
}

func (v *moody) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	if failure, _ := v.mood(); failure != nil {
		return oauth.Credentials{}, failure
	}
	return v.Memory.Get(ctx, item)
}

func (v *moody) Forget(ctx context.Context, item string) error {
	failure, done := v.mood()
	if !done {
		return failure
	}
	return errors.Join(v.Memory.Forget(ctx, item), failure)
}

// FuzzVaultMoods makes random changes with vaults that fail at random, and
// holds the index to the simplest account of what was done.
func FuzzVaultMoods(f *testing.F) {
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 0))
		choices := make([]byte, 300)
		for i := range choices {
			choices[i] = byte(random.Uint32())
		}
		f.Add(choices)
	}
	f.Fuzz(func(t *testing.T, choices []byte) {
		choose := func(n int) int {
			if len(choices) == 0 {
				return n - 1
			}
			choice := int(choices[0]) % n
			choices = choices[1:]
			return choice
		}
		c := &chronicle{t: t, choose: choose}
		c.begin()
		for len(choices) > 0 {
			c.goOn()
		}
		c.restart(c.world)
	})
}

// A chronicle is a store and what should be in it.
type chronicle struct {
	t      *testing.T
	choose func(int) int
	vaults map[store.VaultName]*moody
	home   *home
	store  *store.Store
	world  world
	story  []string
}

func (c *chronicle) begin() {
	c.home = newHome(c.t).withFile()
	c.home.inMemory()
	c.vaults = make(map[store.VaultName]*moody)
	for name := range c.home.options.Vaults {
		c.vaults[name] = &moody{Memory: store.NewMemory(), choose: c.choose}
		c.home.options.Vaults[name] = c.vaults[name]
	}
	c.store = c.home.open()
}

// goOn makes one step, and sees whether the store and the index say what its
// outcome says.
func (c *chronicle) goOn() {
	c.t.Helper()
	step := c.world.next(c.choose)
	err := step.do(c.t.Context(), c.store)
	c.story = append(c.story, fmt.Sprintf("%s: %v", step, err))
	c.wantEverythingNamed()
	switch {
	case step.verb == forgetsMarks && err != nil:
		c.restart(c.world.after(step)) // Each account went its own way.
	case err == nil || is[*store.LeftoverError](err):
		c.world = c.world.after(step)
		c.wantPopulation(c.world)
	case !is[*store.UnfinishedError](err):
		c.wantPopulation(c.world)
	case (step.verb == replaces || step.verb == moves) && c.choose(2) == 0:
		c.wantPopulation(c.world) // It was not made; what was to be put may still arrive.
		c.world.keys++
	default:
		c.restart(c.world, c.world.after(step))
	}
	switch c.choose(8) {
	case 0:
		c.restart(c.world)
	case 1:
		c.repairMeanwhile()
	}
}

// repairMeanwhile has this process and another one repair, which leave alone what
// the first is still doing.
func (c *chronicle) repairMeanwhile() {
	c.t.Helper()
	other := c.home.open()
	for _, s := range []*store.Store{c.store, other} {
		report, err := s.Repair(c.t.Context())
		c.story = append(c.story, fmt.Sprintf("repair: %v, %v", report, err))
		c.wantEverythingNamed()
	}
	if err := other.Close(); err != nil {
		c.t.Fatal(err)
	}
	c.wantPopulation(c.world)
}

// restart ends the process and starts it again in a calm hour. The store must
// hold one of the worlds then, and the vaults what the index names.
func (c *chronicle) restart(worlds ...world) {
	c.t.Helper()
	if err := c.store.Close(); err != nil {
		c.t.Fatal(err)
	}
	for _, v := range c.vaults {
		v.calm = true
		for _, arrive := range v.late {
			arrive()
		}
		v.late = nil
	}
	c.store = c.home.open()
	c.story = append(c.story, "restart: "+repair(c.t, c.store))
	got, err := population(c.t.Context(), c.store)
	i := slices.IndexFunc(worlds, func(w world) bool { return w.ended().String() == got })
	if err != nil || i < 0 {
		c.t.Fatalf("got %q, %v, want one of %v, after\n%q", got, err, worlds, c.story)
	}
	c.world = worlds[i].ended()
	c.wantNothingUnderWay()
	for _, v := range c.vaults {
		v.calm = false
	}
}

// calmly asks the vaults without their moods.
func (c *chronicle) calmly(ask func()) {
	for _, v := range c.vaults {
		v.calm = true
	}
	ask()
	for _, v := range c.vaults {
		v.calm = false
	}
}

func (c *chronicle) wantPopulation(w world) {
	c.t.Helper()
	c.calmly(func() {
		got, err := population(c.t.Context(), c.store)
		if err != nil || got != w.String() {
			c.t.Fatalf("got %q, %v, want %q, after\n%q", got, err, w, c.story)
		}
	})
}

// wantEverythingNamed is for any moment: a vault holds nothing that the index
// does not know.
func (c *chronicle) wantEverythingNamed() (named, held []string) {
	c.t.Helper()
	if _, err := c.home.disk.Lstat(c.home.path("accounts.json")); err == nil {
		named = itemsIn(c.t, c.home.read("accounts.json"))
	}
	for name, v := range c.vaults {
		for _, item := range v.Items() {
			held = append(held, string(name)+"/"+item)
		}
	}
	slices.Sort(held)
	for _, item := range held {
		if !slices.Contains(named, item) {
			c.t.Fatalf("%s is in a vault and the index names %q, after\n%q", item, named, c.story)
		}
	}
	return named, held
}

func (c *chronicle) wantNothingUnderWay() {
	c.t.Helper()
	if named, held := c.wantEverythingNamed(); !slices.Equal(named, held) {
		c.t.Fatalf("the index names %q and the vaults hold %q, after\n%q", named, held, c.story)
	}
}
