package setting

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// NoticeTexts are what people are told where their data is collected (UU
// 27/2022, Pasal 21), in one language.
type NoticeTexts struct {
	Controller string `json:"controller" validate:"required,notblank,max=2000"` // who answers for it
	Purpose    string `json:"purpose" validate:"required,notblank,max=2000"`
	Basis      string `json:"basis" validate:"required,notblank,max=2000"`
	Retention  string `json:"retention" validate:"required,notblank,max=2000"`
	Rights     string `json:"rights" validate:"required,notblank,max=2000"`
	Contact    string `json:"contact" validate:"required,notblank,max=2000"`
} // @name PrivacyNoticeTexts

// NoticeInput is the notice in both languages.
type NoticeInput struct {
	ID NoticeTexts `json:"id"`
	EN NoticeTexts `json:"en"`
} // @name PrivacyNoticeInput

// Notice is the notice at collection in one of its versions.
type Notice struct {
	Version   int64      `json:"version" example:"1"` // 1: the shipped text
	ChangedAt *time.Time `json:"changed_at"`          // null: the shipped text
	NoticeInput
} // @name PrivacyNotice

// shippedNotice is version 1, in which the office's names are filled in.
//
//go:embed data/notice.json
var shippedNotice []byte

// firstNotice is the version of the shipped text.
const firstNotice = 1

// @Summary	Read the privacy notice
// @Description	What people are told where their data is collected: who is responsible, what for, on which basis, how long, their rights, and whom to ask. Whoever sends data names the version that they were shown (`notice_version`); every version can be read.
// @Tags	settings
// @Produce	json
// @Param	version	query	int	false	"an earlier version; the one in force where it is left out"	minimum(1)
// @Success	200	{object}	Notice
// @Success	304	"not changed"
// @Failure	404,422	{object}	web.Problem
// @Router	/settings/privacy-notice [get]
func (h *handlers) notice(c echo.Context) error {
	version := int64(0)
	if text := c.QueryParam("version"); text != "" {
		var err error
		if version, err = strconv.ParseInt(text, 10, 64); err != nil || version < firstNotice {
			return apperr.BadField("/version", "field.min", "Versi adalah bilangan mulai dari 1.", "A version is a number from 1 on.")
		}
	}
	notice, err := h.service.Notice(c.Request().Context(), version)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, notice.Version, notice)
}

// @Summary	Change the privacy notice
// @Description	Makes a new version, which is shown from now on. Earlier ones stay, for those who were shown them.
// @Tags	settings
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	If-Match	header	string	true	"ETag of the version in force"
// @Param	body	body	NoticeInput	true	"all texts, in both languages"
// @Success	200	{object}	Notice
// @Failure	400,401,403,412,415,422,428	{object}	web.Problem
// @Router	/settings/privacy-notice [put]
func (h *handlers) setNotice(c echo.Context) error {
	version, in, err := web.BindEdit[NoticeInput](c)
	if err != nil {
		return err
	}
	actor, _ := auth.From(c.Request().Context())
	notice, err := h.service.SetNotice(c.Request().Context(), actor, version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, notice.Version, notice)
}

// Notice returns a version of the notice; 0 stands for the one in force.
func (s *Service) Notice(ctx context.Context, version int64) (Notice, error) {
	r, err := s.store.notice(ctx, version)
	if isNotFound(err) && version <= firstNotice {
		return s.shippedNotice(ctx)
	}
	if err != nil {
		return Notice{}, err
	}
	notice := Notice{Version: r.Version, ChangedAt: &r.ChangedAt}
	if err := json.Unmarshal(r.Value, &notice.NoticeInput); err != nil {
		return Notice{}, fmt.Errorf("setting: privacy notice %d: %w", version, err)
	}
	return notice, nil
}

func (s *Service) shippedNotice(ctx context.Context) (Notice, error) {
	office, _, err := s.Office(ctx)
	if err != nil {
		return Notice{}, err
	}
	quoted := func(text string) string {
		out, _ := json.Marshal(text)
		return string(out[1 : len(out)-1])
	}
	text := strings.NewReplacer(
		"{office}", quoted(office.OfficeName), "{government}", quoted(office.Government), "{product}", quoted(office.ProductName),
		"{address}", quoted(office.Address+", "+office.City+" "+office.PostalCode), "{email}", quoted(office.Email),
	).Replace(string(shippedNotice))
	notice := Notice{Version: firstNotice}
	if err := json.Unmarshal([]byte(text), &notice.NoticeInput); err != nil {
		return Notice{}, fmt.Errorf("setting: the shipped privacy notice: %w", err)
	}
	return notice, nil
}

// NoticeShown checks the version that somebody says they were shown; 0 stands
// for the one in force, which is returned.
func (s *Service) NoticeShown(ctx context.Context, version int64) (int64, error) {
	notice, err := s.Notice(ctx, version)
	if isNotFound(err) || version < 0 {
		return 0, apperr.BadField("/notice_version", "notice.unknown",
			"Versi pemberitahuan privasi ini tidak ada. Muat ulang halaman.", "There is no such version of the privacy notice. Load the page again.")
	}
	return notice.Version, err
}

// SetNotice makes a new version of the notice, based on the one in force.
func (s *Service) SetNotice(ctx context.Context, actor auth.Actor, version int64, in NoticeInput) (Notice, error) {
	value, err := json.Marshal(in)
	if err != nil {
		return Notice{}, fmt.Errorf("setting: %w", err)
	}
	before, err := s.Notice(ctx, 0)
	switch {
	case err != nil:
		return Notice{}, err
	case before.Version != version:
		return Notice{}, web.ErrStale
	case before.NoticeInput == in:
		return before, nil
	}
	err = s.changes.Do(ctx, actor.As(auth.Assignment{Role: auth.Admin}), func(tx *change.Tx) error {
		if err := insertNotice(tx.DB, noticeRow{Version: version + 1, Value: value, ChangedAt: tx.Now}); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "setting_changed", Kind: "setting", ObjectID: "privacy_notice", Internal: true,
			Data: map[string]int64{"version": version + 1}, Changes: map[string]Changed{"texts": {From: before.NoticeInput, To: in}}})
	})
	if db.IsDuplicate(err) { // somebody else made that version
		err = web.ErrStale
	}
	if err != nil {
		return Notice{}, err
	}
	return s.Notice(ctx, 0)
}
