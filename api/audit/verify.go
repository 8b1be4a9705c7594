package audit

import (
	"context"
	"fmt"
)

// Report is what a walk along the chain found.
type Report struct {
	Head    Link  // the last link; note it elsewhere to compare with later
	Waiting int64 // records of the last seconds, not in the chain yet
	Broken  *Broken
}

// Broken is the first fault: which record, and what was done to it. Position is
// 0 where the record has no place in the chain.
type Broken struct {
	Position int64
	EventID  string
	What     string // changed, removed or inserted
}

func (b Broken) String() string {
	if b.Position == 0 {
		return fmt.Sprintf("record %s was %s", b.EventID, b.What)
	}
	return fmt.Sprintf("record %s at position %d was %s", b.EventID, b.Position, b.What)
}

// step is how many links are read at a time.
const step = 500

// Verify walks along the whole chain and names the first record that does not
// fit it. What the chain shows and what it does not, change.Recorder.Seal says.
// at, where it is not zero, is a link that was noted earlier: the chain must
// still have it.
func (s *Service) Verify(ctx context.Context, at Link) (Report, error) {
	var r Report
	for {
		links, err := s.store.chain(ctx, r.Head.Position, step)
		if err != nil {
			return r, err
		}
		for _, l := range links {
			if r.Broken, err = follow(r.Head, l); err != nil || r.Broken != nil {
				return r, err
			}
			r.Head = Link{Position: l.Position, Hash: l.Hash}
			if at.Position == l.Position && at.Hash != l.Hash {
				r.Broken = &Broken{Position: l.Position, EventID: l.EventID, What: "changed, and all that follows with it: its hash was another"}
				return r, nil
			}
		}
		if len(links) < step {
			break
		}
	}
	if at.Position > r.Head.Position {
		r.Broken = &Broken{Position: r.Head.Position + 1, What: "removed, from here to the end"}
		return r, nil
	}
	return r, s.offChain(ctx, &r)
}

// follow tells what is wrong with a link behind another, if anything.
func follow(before Link, l sealed) (*Broken, error) {
	switch {
	case l.Position != before.Position+1:
		return &Broken{Position: before.Position + 1, EventID: "before " + l.EventID, What: "removed"}, nil
	case l.Record == nil:
		return &Broken{Position: l.Position, EventID: l.EventID, What: "removed"}, nil
	}
	hash, err := l.Record.Link(before.Hash)
	if err != nil || hash == l.Hash {
		return nil, err
	}
	return &Broken{Position: l.Position, EventID: l.EventID, What: "changed"}, nil
}

// offChain looks at what has no place in the chain.
func (s *Service) offChain(ctx context.Context, r *Report) error {
	waiting, gone, err := s.store.waiting(ctx)
	if err != nil {
		return err
	}
	strays, err := s.store.strays(ctx)
	if err != nil {
		return err
	}
	r.Waiting = waiting
	switch {
	case len(gone) > 0:
		r.Broken = &Broken{EventID: gone[0], What: "removed"}
	case len(strays) > 0:
		r.Broken = &Broken{EventID: strays[0], What: "inserted"}
	}
	return nil
}
