package catalogue

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// Difference is one place where two versions differ.
type Difference struct {
	Pointer string `json:"pointer" example:"/time_limit/amount"` // into the definition; a step or component is named by its key
	Before  any    `json:"before"`                               // null: was not there
	After   any    `json:"after"`                                // null: is no longer there
} // @name Difference

// differences compares two definitions place by place.
func differences(before, after Definition) ([]Difference, error) {
	a, err := tree(before)
	if err != nil {
		return nil, err
	}
	b, err := tree(after)
	if err != nil {
		return nil, err
	}
	list := []Difference{}
	compare("", a, b, &list)
	return list, nil
}

func tree(d Definition) (out any, err error) {
	text, err := json.Marshal(d)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	return out, err
}

// compare walks both trees. Lists of objects with a key are matched by it, so
// that a step put in between shows as one addition.
func compare(at string, a, b any, out *[]Difference) {
	if reflect.DeepEqual(a, b) {
		return
	}
	members, ok := pair(a, b)
	if !ok {
		*out = append(*out, Difference{Pointer: at, Before: a, After: b})
		return
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		compare(at+"/"+name, members[name][0], members[name][1], out)
	}
	if order(a) != order(b) && sameSet(a, b) {
		*out = append(*out, Difference{Pointer: at, Before: order(a), After: order(b)})
	}
}

// pair puts the members of two objects, or of two lists of keyed objects, side
// by side; false where the two are to be compared whole.
func pair(a, b any) (map[string][2]any, bool) {
	left, okLeft := membersOf(a)
	right, okRight := membersOf(b)
	if !okLeft || !okRight {
		return nil, false
	}
	out := map[string][2]any{}
	for name, value := range left {
		out[name] = [2]any{value, right[name]}
	}
	for name, value := range right {
		if _, both := left[name]; !both {
			out[name] = [2]any{nil, value}
		}
	}
	return out, true
}

func membersOf(v any) (map[string]any, bool) {
	switch v := v.(type) {
	case map[string]any:
		return v, true
	case []any:
		out := map[string]any{}
		for i, item := range v {
			name := strconv.Itoa(i)
			if object, ok := item.(map[string]any); ok {
				if key, ok := object["key"].(string); ok {
					name = key
				}
			}
			out[name] = item
		}
		return out, true
	}
	return nil, false
}

// order is the keys of a list of keyed objects, in their order.
func order(v any) string {
	list, ok := v.([]any)
	if !ok {
		return ""
	}
	keys := []string{}
	for _, item := range list {
		if object, ok := item.(map[string]any); ok {
			keys = append(keys, fmt.Sprint(object["key"]))
		}
	}
	return fmt.Sprint(keys)
}

// sameSet tells whether two lists have the same keys, in whatever order.
func sameSet(a, b any) bool {
	left, _ := membersOf(a)
	right, _ := membersOf(b)
	return slices.Equal(slices.Sorted(maps.Keys(left)), slices.Sorted(maps.Keys(right)))
}
