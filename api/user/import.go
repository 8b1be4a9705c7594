package user

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/sheet"
)

// Imported says what became, or would become, of a file of people.
type Imported struct {
	Preview bool             `json:"preview"` // nothing was changed
	Items   []ImportedPerson `json:"items"`
} // @name UserImport

// ImportedPerson is one line of the file.
type ImportedPerson struct {
	Line     int               `json:"line"` // in the file, from 1
	Username string            `json:"username"`
	Name     string            `json:"name"`
	Email    string            `json:"email"`
	Agency   string            `json:"agency"` // empty: none
	Roles    []auth.Assignment `json:"roles"`
	Link     *Link             `json:"link"` // null in a preview
} // @name ImportedUser

// @Summary	Template for importing people
// @Description	A workbook with the heads to fill in below, a sheet with the words for roles, units and agencies, and one that explains the columns.
// @Tags	users
// @Produce	application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
// @Security	Bearer
// @Success	200	{file}	file	"the workbook"
// @Failure	401,403	{object}	web.Problem
// @Router	/user-imports/template.xlsx [get]
func (h *handlers) importTemplate(c echo.Context) error {
	agencies, _, units, err := h.service.units.Choices(c.Request().Context())
	if err != nil {
		return err
	}
	var book bytes.Buffer
	if err := template(agencies, units).Write(&book); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set(echo.HeaderContentDisposition, `attachment; filename="templat-orang.xlsx"`)
	header.Set(echo.HeaderCacheControl, "private, no-cache")
	return c.Blob(http.StatusOK, sheet.Formats["xlsx"].MediaType, book.Bytes())
}

// @Summary	Import people
// @Description	From a workbook (XLSX) or CSV file of at most 2 MB and 500 people, with the heads of the template. All are made, or none: faults are told by their cell, as `/cells/B7`. With `preview` nothing is made. Invitations are mailed where the account has an address and mail is set up; the other links are answered, only this once, to be handed over.
// @Tags	users
// @Accept	mpfd
// @Produce	json
// @Security	Bearer
// @Param	file	formData	file	true	"the file"
// @Param	preview	formData	string	false	"true: only say what would be done"	Enums(true,false)
// @Success	200	{object}	Imported
// @Failure	400,401,403,409,413,415,422	{object}	web.Problem
// @Router	/user-imports [post]
func (h *handlers) importPeople(c echo.Context) error {
	var data []byte
	isFile := func(name string) bool { return name == "file" }
	values, err := web.ReadForm(c, maxSheetFile+64<<10, []string{"preview"}, isFile, func(_, _ string, r io.Reader) (err error) {
		data, err = io.ReadAll(r)
		return err
	})
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	imported, err := h.service.Import(c.Request().Context(), actor, data, values["preview"] == "true")
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return web.JSON(c, http.StatusOK, imported)
}

// Import makes the accounts of a file, all or none.
func (s *Service) Import(ctx context.Context, actor auth.Actor, data []byte, preview bool) (Imported, error) {
	list, err := readSheet(data)
	if err != nil {
		return Imported{}, err
	}
	inputs, agencies, err := s.checkPeople(ctx, list)
	if err != nil {
		return Imported{}, err
	}
	imported := Imported{Preview: preview, Items: make([]ImportedPerson, len(list))}
	for i, in := range inputs {
		imported.Items[i] = ImportedPerson{Line: list[i].line, Username: in.Username, Name: in.Name, Email: in.Email, Agency: agencies[in.OrganisationID], Roles: in.Roles}
	}
	if preview {
		return imported, nil
	}
	err = s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		for i, in := range inputs {
			invited, err := s.invite(ctx, tx, in)
			if err != nil {
				return err
			}
			imported.Items[i].Link = &invited.Link
		}
		return nil
	})
	return imported, known(err)
}

// checkPeople turns lines into descriptions of accounts, or says what is wrong
// in which cell. It also returns the names of agencies by their ids.
func (s *Service) checkPeople(ctx context.Context, list []person) ([]CreateInput, map[string]string, error) {
	agencies, shortNames, units, err := s.units.Choices(ctx)
	if err != nil {
		return nil, nil, err
	}
	ids, names := map[string]string{}, map[string]string{}
	for _, o := range append(shortNames, agencies...) { // a whole name counts before a short one
		ids[strings.ToLower(o.Name)], names[o.ID] = o.ID, o.Name
	}
	delete(ids, "")
	inputs, usernames := make([]CreateInput, len(list)), make([]string, len(list))
	for i, p := range list {
		usernames[i] = auth.Username(p.value["/username"])
	}
	seen, err := s.store.taken(ctx, usernames)
	if err != nil {
		return nil, nil, err
	}
	var faults []apperr.Field
	for i, p := range list {
		found, err := s.checkPerson(ctx, p, &inputs[i], ids, units)
		if err != nil {
			return nil, nil, err
		}
		if usernames[i] != "" && seen[usernames[i]] {
			found = append(found, p.fault("/username", "username.taken", "nama pengguna ini sudah dipakai, atau tertulis dua kali.", "this username is taken, or stands twice."))
		}
		seen[usernames[i]] = true
		if faults = append(faults, found...); len(faults) >= maxSheetFaults {
			faults = faults[:maxSheetFaults]
			break
		}
	}
	slices.SortStableFunc(faults, func(a, b apperr.Field) int { // A2, B2, A10
		return cmp.Or(cmp.Compare(lineOf(a), lineOf(b)), cmp.Compare(a.Pointer, b.Pointer))
	})
	if len(faults) > 0 {
		return nil, nil, apperr.BadFields(faults...)
	}
	return inputs, names, nil
}

// lineOf returns the line of a fault's cell.
func lineOf(f apperr.Field) int {
	n, err := strconv.Atoi(strings.TrimLeft(strings.TrimPrefix(f.Pointer, "/cells/"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil {
		return 0
	}
	return n
}

// checkPerson checks one line by the rules of every new account.
func (s *Service) checkPerson(ctx context.Context, p person, in *CreateInput, agencies map[string]string, units []auth.Ref) ([]apperr.Field, error) {
	*in = CreateInput{
		Username: p.value["/username"], Name: p.value["/name"], NIP: p.value["/nip"], Position: p.value["/position"],
		Email: p.value["/email"], Phone: p.value["/phone"],
	}
	var faults []apperr.Field
	if word := strings.ToLower(p.value["/organisation_id"]); word != "" {
		if in.OrganisationID = agencies[word]; in.OrganisationID == "" {
			faults = append(faults, p.fault("/organisation_id", "organisation.unknown", "instansi ini tidak dikenal. Pilih dari daftar pada templat.", "this agency is not known. Choose from the template's list."))
		}
	}
	if strings.ContainsAny(in.NIP, ".,+Ee") {
		faults = append(faults, p.fault("/nip", "nip.number", "NIP tersimpan sebagai angka dan sudah kehilangan digit. Jadikan teks, lalu tulis ulang.", "the NIP was kept as a number and has lost digits. Make it text and write it again."))
	}
	roles, wrong := rolesIn(p, units)
	if in.Roles = roles; wrong != nil {
		in.Roles = []auth.Assignment{{Role: auth.Applicant}} // so that only the other cells are looked at below
		faults = append(faults, wrong...)
	}
	err := web.Validate(*in, "")
	if err == nil {
		*in, err = s.check(ctx, *in)
	}
	refusal, isRefusal := errors.AsType[*apperr.Error](err)
	if err != nil && !isRefusal {
		return nil, err
	}
	if isRefusal {
		for _, f := range refusal.Fields {
			field := f.Pointer
			if strings.HasPrefix(field, "/roles") {
				field = "/roles"
			}
			faults = append(faults, p.fault(field, f.Code, f.Detail.ID, f.Detail.EN))
		}
	}
	return faults, nil
}
