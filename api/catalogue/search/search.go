// Package search finds services of the catalogue by the words that people type:
// other forms of a word, synonyms, beginnings, misspellings.
package search

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/dkisp-kaltara/elayanan/api/catalogue"
)

// How much a word counts by where it stands.
const (
	inName     = 12.0
	inKeywords = 8.0
	inSummary  = 4.0
	inText     = 1.0
)

// How much of that is left when a word is found by something like it.
const (
	byForm    = 0.75 // another form: mengadu, pengaduan
	bySynonym = 0.8
	byPrefix  = 0.7 // still being typed
	byLikely  = 0.5 // misspelt
)

const (
	minPrefix  = 3   // letters, from which a beginning stands for the word
	minLikely  = 4   // letters, from which a misspelling is guessed
	likeness   = 0.5 // least share of trigrams that a misspelling has in common
	shortestAt = 3   // letters of the shortest stem
)

// Searcher finds services by words. It keeps the index of the definitions that
// it was last asked about.
type Searcher struct {
	words catalogue.Vocabulary

	mu    sync.Mutex
	key   string
	index *index
}

// New returns a Searcher that knows the shipped vocabulary.
func New() (*Searcher, error) {
	words, err := catalogue.LoadVocabulary()
	return &Searcher{words: words}, err
}

// Find returns the services of the list that fit the query, the best first.
func (s *Searcher) Find(list []catalogue.Published, query string) []catalogue.Published {
	var key strings.Builder
	for _, p := range list {
		fmt.Fprintf(&key, "%s/%d ", p.Code, p.Number)
	}
	s.mu.Lock()
	if s.key != key.String() {
		s.key, s.index = key.String(), newIndex(list, s.words)
	}
	index := s.index
	s.mu.Unlock()
	found := []catalogue.Published{}
	for _, i := range index.search(query) {
		found = append(found, list[i])
	}
	return found
}

// index is an inverted index over a list of services.
type index struct {
	weights []map[string]float64 // of each service: how much each form of a word counts
	terms   []string             // all forms of all services, sorted
	likely  []string             // whole words that a misspelling may have meant
	groups  [][][]string         // synonyms, split into words
	ignored map[string]bool
}

func newIndex(list []catalogue.Published, v catalogue.Vocabulary) *index {
	x := &index{weights: make([]map[string]float64, len(list)), ignored: map[string]bool{}}
	all, likely := map[string]bool{}, map[string]bool{}
	for i, p := range list {
		x.weights[i] = map[string]float64{}
		add := func(text string, weight float64) {
			words := split(text)
			for n, word := range words {
				x.weigh(i, word, weight)
				if weight > inText {
					likely[word] = true
				}
				if weight >= inKeywords && n > 0 { // written as one word: tandatangan
					x.weigh(i, words[n-1]+word, weight)
				}
			}
		}
		add(p.Name+" "+p.Code, inName)
		for _, k := range p.Keywords {
			add(k, inKeywords)
		}
		add(p.Summary, inSummary)
		add(p.Description, inText)
		add(p.Product, inText)
		for _, r := range p.Requirements {
			add(r.Text+" "+strings.Join(r.Items, " "), inText)
		}
		for term := range x.weights[i] {
			all[term] = true
		}
	}
	for _, group := range v.Synonyms {
		var phrases [][]string
		for _, phrase := range group {
			words := split(phrase)
			phrases = append(phrases, words)
			for _, word := range words {
				likely[word] = true
			}
		}
		x.groups = append(x.groups, phrases)
	}
	for _, word := range v.Ignored {
		x.ignored[word] = true
	}
	x.terms, x.likely = sorted(all), sorted(likely)
	return x
}

func (x *index) weigh(service int, word string, weight float64) {
	for n, form := range forms(word) {
		w := weight
		if n > 0 {
			w *= byForm
		}
		x.weights[service][form] = max(x.weights[service][form], w)
	}
}

// wanted is one thing that is searched for: phrases of which any will do, the
// searcher's own words first.
type wanted [][]string

// search returns the places of the services that fit best. Those that fit
// everything that is wanted come alone; where there are none, those that fit
// most of it.
func (x *index) search(query string) []int {
	wants := x.parse(query)
	type hit struct {
		place, matched int
		score          float64
	}
	var hits []hit
	most := 0
	resolved := x.resolve(wants)
	for i := range x.weights {
		h := hit{place: i}
		for _, w := range wants {
			if s := x.score(i, w, resolved); s > 0 {
				h.matched++
				h.score += s
			}
		}
		if h.matched > 0 {
			most = max(most, h.matched)
			hits = append(hits, h)
		}
	}
	hits = slices.DeleteFunc(hits, func(h hit) bool { return h.matched < most })
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	places := make([]int, len(hits))
	for i, h := range hits {
		places[i] = h.place
	}
	return places
}

// parse splits a query into what is wanted: synonyms of several words first,
// then single words; words that say nothing are dropped unless there are no
// others.
func (x *index) parse(query string) []wanted {
	words := split(query)
	for i := 0; i+1 < len(words); i++ { // written apart: sub domain
		if joined := words[i] + words[i+1]; slices.Contains(x.likely, joined) {
			words = slices.Replace(words, i, i+2, joined)
		}
	}
	var wants, empty []wanted
	for len(words) > 0 {
		w, n := x.synonym(words)
		if n == 0 {
			w, n = wanted{words[:1]}, 1
		}
		if n == 1 && x.ignored[words[0]] {
			empty = append(empty, w)
		} else {
			wants = append(wants, w)
		}
		words = words[n:]
	}
	if len(wants) == 0 {
		return empty
	}
	return wants
}

// synonym returns the groups that hold the longest phrase with which the words
// begin, and its length; 0 if there is none.
func (x *index) synonym(words []string) (wanted, int) {
	longest := 0
	for _, group := range x.groups {
		for _, phrase := range group {
			if len(phrase) > longest && begins(words, phrase) {
				longest = len(phrase)
			}
		}
	}
	if longest == 0 {
		return nil, 0
	}
	w := wanted{words[:longest]}
	for _, group := range x.groups {
		if slices.ContainsFunc(group, func(p []string) bool { return len(p) == longest && begins(words, p) }) {
			w = append(w, group...)
		}
	}
	return w, longest
}

func begins(words, phrase []string) bool {
	return len(words) >= len(phrase) && slices.Equal(words[:len(phrase)], phrase)
}

// factors says which terms of the index a word stands for, and how much of
// their weight it has.
type factors map[string]float64

// resolve looks up every wanted word in the index, once for all services.
func (x *index) resolve(wants []wanted) map[string]factors {
	resolved := map[string]factors{}
	for _, w := range wants {
		for n, phrase := range w {
			for _, word := range phrase {
				if resolved[word] == nil {
					resolved[word] = x.lookup(word, n == 0 && len(w) == 1)
				}
			}
		}
	}
	return resolved
}

// lookup returns the terms for a word. Only a word that nothing else explains
// may be a misspelling.
func (x *index) lookup(word string, guess bool) factors {
	found := factors{}
	raise := func(term string, factor float64) { found[term] = max(found[term], factor) }
	for n, form := range forms(word) {
		if _, ok := slices.BinarySearch(x.terms, form); ok {
			if n == 0 {
				raise(form, 1)
			} else {
				raise(form, byForm)
			}
		}
	}
	if len(word) >= minPrefix {
		at, _ := slices.BinarySearch(x.terms, word)
		for ; at < len(x.terms) && strings.HasPrefix(x.terms[at], word); at++ {
			raise(x.terms[at], byPrefix)
		}
	}
	if len(found) > 0 || !guess || len(word) < minLikely {
		return found
	}
	for _, meant := range x.meant(word) {
		w, n := x.synonym([]string{meant})
		if n == 0 {
			w = wanted{{meant}}
		}
		for _, phrase := range w {
			if len(phrase) == 1 {
				for term, factor := range x.lookup(phrase[0], false) {
					raise(term, factor*byLikely)
				}
			}
		}
	}
	return found
}

// meant returns the words that a misspelling is most like: two letters
// swapped, or else most trigrams in common.
func (x *index) meant(word string) []string {
	letters := []byte(word)
	for i := 0; i+1 < len(letters); i++ {
		letters[i], letters[i+1] = letters[i+1], letters[i]
		if _, ok := slices.BinarySearch(x.likely, string(letters)); ok {
			return []string{string(letters)}
		}
		letters[i], letters[i+1] = letters[i+1], letters[i]
	}
	best, found := likeness, []string{}
	for _, candidate := range x.likely {
		switch like := similarity(word, candidate); {
		case like > best:
			best, found = like, []string{candidate}
		case like == best:
			found = append(found, candidate)
		}
	}
	return found
}

// score says how well a service fits what is wanted; 0 if it does not.
func (x *index) score(service int, w wanted, resolved map[string]factors) float64 {
	best := 0.0
	for n, phrase := range w {
		weakest := inName
		for _, word := range phrase {
			strongest := 0.0
			for term, factor := range resolved[word] {
				strongest = max(strongest, x.weights[service][term]*factor)
			}
			weakest = min(weakest, strongest)
		}
		if n > 0 {
			weakest *= bySynonym
		}
		best = max(best, weakest)
	}
	return best
}

// split returns the words of a text in lower case. A hyphen holds a word
// together: e-mail is email.
func split(text string) []string {
	text = strings.ReplaceAll(strings.ToLower(text), "-", "")
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// suffixes and prefixes of Indonesian words; the letters behind a prefix are
// those that it may have swallowed (menyewa: sewa, memasang: pasang).
var (
	suffixes = []string{"nya", "lah", "kah", "kan", "an", "i"}
	prefixes = []struct{ prefix, swallowed string }{
		{"meny", "s"}, {"peny", "s"}, {"meng", "k"}, {"peng", "k"}, {"mem", "p"}, {"pem", "p"}, {"men", "t"}, {"pen", "t"},
		{"me", ""}, {"pe", ""}, {"ber", ""}, {"per", ""}, {"ter", ""}, {"di", ""}, {"ke", ""}, {"se", ""},
	}
)

// forms returns a word, and what is left of it without Indonesian prefixes and
// suffixes. Which of them is the true stem would take a dictionary; two words
// are taken as forms of one when any of theirs is the same.
func forms(word string) []string {
	list := []string{word}
	add := func(form string) {
		if len(form) >= shortestAt && !slices.Contains(list, form) {
			list = append(list, form)
		}
	}
	for n := 0; n < 2; n++ { // pengaduannya: nya, then an
		for _, form := range slices.Clone(list) {
			for _, suffix := range suffixes {
				if rest, ok := strings.CutSuffix(form, suffix); ok {
					add(rest)
				}
			}
		}
	}
	for _, form := range slices.Clone(list) {
		for _, p := range prefixes {
			rest, ok := strings.CutPrefix(form, p.prefix)
			if !ok {
				continue
			}
			add(rest)
			if p.swallowed != "" && rest != "" && strings.ContainsRune("aeiou", rune(rest[0])) {
				add(p.swallowed + rest)
			}
		}
	}
	return list
}

// similarity is the share of trigrams that two words have in common, from 0 to
// 1 (Dice's coefficient).
func similarity(a, b string) float64 {
	x, y := trigrams(a), trigrams(b)
	common := 0
	for t := range x {
		if y[t] {
			common++
		}
	}
	return 2 * float64(common) / float64(len(x)+len(y))
}

// trigrams returns the runs of three letters of a word, with its beginning and
// end marked; the beginning counts twice.
func trigrams(word string) map[string]bool {
	padded := "  " + word + " "
	set := map[string]bool{}
	for i := 0; i+3 <= len(padded); i++ {
		set[padded[i:i+3]] = true
	}
	return set
}

func sorted(set map[string]bool) []string {
	list := make([]string, 0, len(set))
	for term := range set {
		list = append(list, term)
	}
	slices.Sort(list)
	return list
}
