package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/go-playground/validator/v10"
	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
)

// maxJSON bounds a JSON body; the largest form fits many times over.
const maxJSON = 1 << 20

// maxDepth bounds the nesting of a JSON body.
const maxDepth = 32

// Bind reads the JSON body into a T and checks its shape: unknown and
// duplicate names, wrong types and broken `validate` rules are refused with a
// pointer to each. Path and query parameters never mix with the body.
func Bind[T any](c echo.Context) (T, error) {
	var v T
	mediaType, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if mediaType != echo.MIMEApplicationJSON {
		return v, errMedia
	}
	body, err := io.ReadAll(io.LimitReader(c.Request().Body, maxJSON+1))
	if err != nil {
		return v, bodyFault(err)
	}
	if len(body) > maxJSON {
		return v, errTooLarge
	}
	return v, decode(body, "", &v)
}

// BindEdit reads what every change comes with: the version that it is based on,
// and the JSON body.
func BindEdit[T any](c echo.Context) (version int64, in T, err error) {
	if version, err = Version(c); err == nil {
		in, err = Bind[T](c)
	}
	return version, in, err
}

// DecodeJSON reads JSON that stands inside a field of a form, by the rules of
// Bind. pointer is where it stands, such as /answers.
func DecodeJSON(text []byte, pointer string, v any) error { return decode(text, pointer, v) }

func decode(body []byte, pointer string, v any) error {
	if err := checkDepth(body); err != nil {
		return apperr.BadField(pointer, "json.depth",
			"Data bersusun terlalu dalam.", "The data is nested too deeply.").Because(err)
	}
	if err := json.Unmarshal(body, v, json.RejectUnknownMembers(true)); err != nil {
		return jsonFault(err, pointer)
	}
	if at, found := nulIn(body); found {
		return apperr.BadField(pointer+at, "field.encoding",
			"Isian ini memuat karakter yang tidak dapat disimpan (NUL).", "This field holds a character that cannot be kept (NUL).")
	}
	return Validate(v, pointer)
}

// nulIn finds the first name or text that holds U+0000. JSON may spell it, but
// no text in PostgreSQL can hold it.
func nulIn(body []byte) (pointer string, found bool) {
	if !bytes.Contains(body, []byte(`\u0000`)) {
		return "", false
	}
	tokens := jsontext.NewDecoder(bytes.NewReader(body))
	for {
		token, err := tokens.ReadToken()
		if err != nil {
			return "", false
		}
		if token.Kind() == '"' && !isText(token.String()) {
			return string(tokens.StackPointer()), true
		}
	}
}

// isText tells whether both databases can keep s as text.
func isText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// pointerTo returns the JSON pointer to a top-level name.
func pointerTo(name string) string { return string(jsontext.Pointer("").AppendToken(name)) }

// checkDepth walks the tokens without building anything.
func checkDepth(body []byte) error {
	depth, quoted, escaped := 0, false, false
	for _, b := range body {
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = b == '\\', b != '"'
		case b == '"':
			quoted = true
		case b == '{' || b == '[':
			if depth++; depth > maxDepth {
				return errors.New("web: JSON nested too deeply")
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return nil
}

// jsonFault turns a decoding error into a refusal that points at the fault.
func jsonFault(err error, at string) error {
	semantic, ok := errors.AsType[*json.SemanticError](err)
	if ok {
		pointer := at + string(semantic.JSONPointer)
		if errors.Is(err, json.ErrUnknownName) {
			return apperr.BadField(pointer, "field.unknown",
				"Isian ini tidak dikenal.", "This field is not known.")
		}
		return apperr.BadField(pointer, "field.type",
			"Isian ini berjenis salah (misalnya teks di tempat angka).", "This field has the wrong type (such as text in place of a number).").Because(err)
	}
	if syntactic, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return apperr.BadField(at+string(syntactic.JSONPointer), "field.duplicate",
				"Isian ini tertulis lebih dari sekali.", "This field is given more than once.")
		}
	}
	refusal := apperr.New(apperr.Malformed, "json.malformed",
		"Isi permintaan bukan JSON yang benar.", "The body is not well-formed JSON.").Because(err)
	return refusal
}

// validate checks the `validate` tags of inputs.
var validate = newValidator()

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	notBlank := func(f validator.FieldLevel) bool { return strings.TrimSpace(f.Field().String()) != "" }
	if err := v.RegisterValidation("notblank", notBlank); err != nil {
		panic(err) // the name of the rule is a constant: a defect
	}
	return v
}

// Validate checks the `validate` rules of a struct; pointer is where it stands
// in the input. Anything but a struct passes.
func Validate(v any, pointer string) error {
	kind := reflect.Indirect(reflect.ValueOf(v)).Kind()
	if kind != reflect.Struct {
		return nil
	}
	faults, ok := errors.AsType[validator.ValidationErrors](validate.Struct(v))
	if !ok {
		return nil
	}
	fields := make([]apperr.Field, 0, len(faults))
	for _, f := range faults {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		path = strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(path)
		fields = append(fields, apperr.Field{Pointer: pointer + "/" + path, Code: "field." + f.Tag(), Detail: ruleText(f)})
	}
	return apperr.BadFields(fields...)
}

// ruleText says what a broken rule asks for.
func ruleText(f validator.FieldError) apperr.Text {
	text := func(id, en string) apperr.Text { return apperr.Text{ID: id, EN: en} }
	switch f.Tag() {
	case "required", "notblank", "required_without", "required_with":
		return text("Isian ini wajib diisi.", "This field is required.")
	case "max":
		if f.Kind() == reflect.String {
			return text("Paling banyak "+f.Param()+" karakter.", "At most "+f.Param()+" characters.")
		}
		return text("Paling banyak "+f.Param()+".", "At most "+f.Param()+".")
	case "min":
		if f.Kind() == reflect.String {
			return text("Paling sedikit "+f.Param()+" karakter.", "At least "+f.Param()+" characters.")
		}
		return text("Paling sedikit "+f.Param()+".", "At least "+f.Param()+".")
	case "oneof":
		return text("Pilih salah satu: "+f.Param()+".", "Choose one of: "+f.Param()+".")
	case "email":
		return text("Tulis alamat surel yang benar, misalnya nama@kaltaraprov.go.id.", "Give a valid email address, such as nama@kaltaraprov.go.id.")
	case "uuid":
		return text("Isian ini bukan id yang benar.", "This is not a valid id.")
	case "datetime":
		return text("Tulis tanggal sebagai TTTT-BB-HH, misalnya 2026-01-31.", "Write the date as YYYY-MM-DD, such as 2026-01-31.")
	}
	return text("Isian ini belum benar ("+f.Tag()+").", "This field is not right ("+f.Tag()+").")
}
