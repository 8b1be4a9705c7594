package asset

// State is how a delivered thing stands.
type State string

// States.
const (
	Active    State = "active"    // aktif
	Suspended State = "suspended" // ditangguhkan
	Expired   State = "expired"   // kedaluwarsa: its last day is over
	Retired   State = "retired"   // dihentikan: for good, and its name is free again
)

// Action is something that the office does to a delivered thing. Its code is
// the last segment of its path in the API.
type Action string

// Actions.
const (
	Suspend Action = "suspend"
	Resume  Action = "resume"
	Extend  Action = "extend"
	Retire  Action = "retire"
	Correct Action = "correct" // an admin mends what was written
	Request Action = "request" // its agency asks for a change
)

// actions lists them in the order in which they are offered.
var actions = []Action{Request, Extend, Suspend, Resume, Retire, Correct}

// transitions is what may happen at a state, and the state after it.
var transitions = map[State]map[Action]State{
	Active:    {Suspend: Suspended, Extend: Active, Retire: Retired, Correct: Active, Request: Active},
	Suspended: {Resume: Active, Extend: Suspended, Retire: Retired, Correct: Suspended, Request: Suspended},
	Expired:   {Extend: Active, Retire: Retired, Correct: Expired, Request: Expired},
	Retired:   {Correct: Retired},
}

// after returns the state after an action, or false when the action is not
// possible at the state.
func (s State) after(a Action) (State, bool) {
	next, ok := transitions[s][a]
	return next, ok
}
