package form

import "slices"

// Schema writes a form as plain JSON Schema 2020-12, for other systems. What
// Check keeps (Result.Clean) is valid under it; what the standard has no words
// for – totals, the order of two dates, what is registered – Check alone
// decides.
func (f Form) Schema() map[string]any {
	schema := object(f.inOrder(), f.Required)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	return schema
}

// object is the schema of fields in their order. A field with conditions is
// required, where it is, under them, and forbidden without them.
func object(fields []placed, required []string) map[string]any {
	properties := map[string]any{}
	always, conditional := []string{}, []any{}
	for _, f := range fields {
		properties[f.key] = f.schema()
		must := slices.Contains(required, f.key)
		if len(f.conditions) == 0 {
			if must {
				always = append(always, f.key)
			}
			continue
		}
		branch := map[string]any{"if": f.conditionSchema(), "else": map[string]any{"properties": map[string]any{f.key: false}}}
		if must {
			branch["then"] = map[string]any{"required": []string{f.key}}
		}
		conditional = append(conditional, branch)
	}
	s := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(always) > 0 {
		s["required"] = always
	}
	if len(conditional) > 0 {
		s["allOf"] = conditional
	}
	return s
}

// conditionSchema holds where the field is asked.
func (f placed) conditionSchema() map[string]any {
	all := make([]any, len(f.conditions))
	for i, w := range f.conditions {
		one := map[string]any{"enum": w.Is}
		all[i] = map[string]any{
			"required":   []string{w.Field},
			"properties": map[string]any{w.Field: map[string]any{"anyOf": []any{one, map[string]any{"type": "array", "contains": one}}}},
		}
	}
	return map[string]any{"allOf": all}
}

// schema is that of one field.
func (f Field) schema() map[string]any {
	s := map[string]any{"type": f.Type}
	if f.Title != "" {
		s["title"] = f.Title
	}
	if f.Description != "" {
		s["description"] = f.Description
	}
	if len(f.Examples) > 0 {
		s["examples"] = f.Examples
	}
	switch kind := f.Kind(); kind {
	case Text, LongText:
		s["minLength"], s["maxLength"] = max(1, f.MinLength), f.Longest()
		if f.Pattern != "" {
			s["pattern"] = f.Pattern
		}
	case Number, Money:
		s["minimum"], s["maximum"] = f.bounds()
	case Computed:
		s["readOnly"] = true
	case Date:
		s["format"], s["pattern"] = "date", datePattern.String()
	case TimeRange:
		instant := map[string]any{"type": "string", "format": "date-time", "pattern": instantPattern.String()}
		return closed(s, map[string]any{"start": instant, "end": instant}, "start", "end")
	case Choice:
		s["oneOf"] = options(f.OneOf)
	case Statement:
		s["const"] = true
	case YesNo, Agency, Unit:
	case Person:
		parts := map[string]any{}
		for _, p := range personFields {
			parts[p.key] = p.schema()
		}
		return closed(s, parts, f.personMust()...)
	case Choices:
		return listOf(s, f, map[string]any{"type": "string", "oneOf": options(f.Items.OneOf)}, true)
	case FileList:
		return listOf(s, f, map[string]any{"type": "string", "minLength": 1}, true)
	case Rows:
		return listOf(s, f, object(f.Items.inOrder(), f.Items.Required), false)
	default:
		format := formats[kind]
		s["pattern"], s["minLength"], s["maxLength"] = format.pattern.String(), max(1, format.shortest), format.longest
		if len(f.Reserved) > 0 {
			s["not"] = map[string]any{"enum": f.Reserved}
		}
	}
	return s
}

// closed adds the parts of an object that has no others.
func closed(s, parts map[string]any, required ...string) map[string]any {
	s["properties"], s["additionalProperties"] = parts, false
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func listOf(s map[string]any, f Field, items map[string]any, unique bool) map[string]any {
	s["items"], s["minItems"], s["maxItems"] = items, max(1, f.MinItems), f.most()
	if unique {
		s["uniqueItems"] = true
	}
	return s
}

func options(list []Option) []any {
	out := make([]any, len(list))
	for i, o := range list {
		option := map[string]any{"const": o.Const, "title": o.Title}
		if o.Description != "" {
			option["description"] = o.Description
		}
		out[i] = option
	}
	return out
}
