package recommendation

// Example is a whole proposal as an agency might write it, as answers to the
// forms.
type Example struct {
	Title    string                    `yaml:"title"`
	Proposal string                    `yaml:"proposal"`
	Points   map[string]map[string]any `yaml:"points"` // by key
	Risks    []map[string]any          `yaml:"risks"`
	Study    map[string]any            `yaml:"study"`
}

// LoadExample reads the example proposal of this build: for demo data, tests
// and whoever tries the API.
func LoadExample() (Example, error) {
	var e Example
	return e, decodeContent("example", &e)
}
