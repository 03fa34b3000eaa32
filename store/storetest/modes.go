package storetest

// A Mode is a way in which a Secret Service behaves.
type Mode string

// The ways of a [Service].
const (
	Works  Mode = "works"
	Slow   Mode = "takes its time for each answer"
	Silent Mode = "answers nothing"
	Odd    Mode = "answers in types that the protocol does not have"

	Locked          Mode = "is locked, and its prompt is never answered"
	UnlockDismissed Mode = "is locked, and its prompt is dismissed"
	UnlockAnswered  Mode = "is locked, and its prompt is answered"
	UnlockedLate    Mode = "is locked, and its prompt is answered when nobody waits any more"
	OddPrompt       Mode = "is locked, and its prompt ends in a way nobody knows"

	NoCollection     Mode = "has no collection, and its prompt for one is answered"
	NoneAndDismissed Mode = "has no collection, and its prompt for one is dismissed"
	Empty            Mode = "has no collection, and its prompt for one is never answered"
	OtherCollection  Mode = "has a default collection that is not called login"
	LoginOnly        Mode = "has a collection called login and none by default"

	ItemLocked    Mode = "gives no item out, and its prompt is never answered"
	ItemDismissed Mode = "gives no item out, and its prompt is dismissed"
	ItemAnswered  Mode = "gives each item out once its prompt is answered"

	HangsOnChange   Mode = "does not answer when it is to change"
	Vanishes        Mode = "goes off the bus when it has changed what it is told to"
	VanishesBefore  Mode = "goes off the bus when it is to change"
	Late            Mode = "changes what it is told to when nobody waits any more"
	ChangeDismissed Mode = "asks before each change, and is dismissed"
	ChangeUnseen    Mode = "asks before each change, and is never answered"
	ChangeAnswered  Mode = "asks before each change, and is answered"
	ChangedLate     Mode = "asks before each change, and is answered when nobody waits any more"
	Lies            Mode = "answers success and changes nothing"
	AnotherValue    Mode = "gives back another value"
	Full            Mode = "has too many items to take another"
)

// Modes are all of them.
var Modes = []Mode{
	Works, Slow, Silent, Odd,
	Locked, UnlockDismissed, UnlockAnswered, UnlockedLate, OddPrompt,
	NoCollection, NoneAndDismissed, Empty, OtherCollection, LoginOnly,
	ItemLocked, ItemDismissed, ItemAnswered,
	HangsOnChange, Vanishes, VanishesBefore, Late,
	ChangeDismissed, ChangeUnseen, ChangeAnswered, ChangedLate,
	Lies, AnotherValue, Full,
}

// ways are what makes a mode. The zero value is a service that works.
type ways struct {
	slow, silent, odd bool

	locked     bool // until a prompt is answered
	none       bool // there is no collection until a prompt is answered
	itemLocked bool // until a prompt is answered
	renamed    bool // the collection is not called login
	noDefault  bool

	asks    bool // before each change
	prompt  ending
	change  ending
	another bool // value is given back
	full    bool
}

// An ending is what becomes of a prompt or of a change.
type ending int

const (
	done      ending = iota
	refused          // a prompt is dismissed
	hangs            // for ever
	late             // done, when the caller is gone
	vanishes         // done, and the service is gone before it says so
	vanished         // the service is gone before it is done
	pretended        // not done, and said to be
	garbled          // a prompt ends in a way nobody knows
)

var modes = map[Mode]ways{
	Works:  {},
	Slow:   {slow: true},
	Silent: {silent: true},
	Odd:    {odd: true},

	Locked:          {locked: true, prompt: hangs},
	UnlockDismissed: {locked: true, prompt: refused},
	UnlockAnswered:  {locked: true},
	UnlockedLate:    {locked: true, prompt: late},
	OddPrompt:       {locked: true, prompt: garbled},

	NoCollection:     {none: true},
	NoneAndDismissed: {none: true, prompt: refused},
	Empty:            {none: true, prompt: hangs},
	OtherCollection:  {renamed: true},
	LoginOnly:        {noDefault: true},

	ItemLocked:    {itemLocked: true, prompt: hangs},
	ItemDismissed: {itemLocked: true, prompt: refused},
	ItemAnswered:  {itemLocked: true},

	HangsOnChange:   {change: hangs},
	Vanishes:        {change: vanishes},
	VanishesBefore:  {change: vanished},
	Late:            {change: late},
	ChangeDismissed: {asks: true, prompt: refused},
	ChangeUnseen:    {asks: true, prompt: hangs},
	ChangeAnswered:  {asks: true},
	ChangedLate:     {asks: true, prompt: late},
	Lies:            {change: pretended},
	AnotherValue:    {another: true},
	Full:            {full: true},
}
