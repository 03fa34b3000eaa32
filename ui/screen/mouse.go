package screen

// Click is a press of the mouse's first button on a screen: on which line of
// what View returned and how many cells from its left. A click moves to what is
// there; one on the row that has the cursor does what enter does; one on a box
// ticks it. The wheel arrives as a [Move].
type Click struct{ Line, Column int }
