package notification

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/web"
)

// Settings is what a person wants to be told, and how.
type Settings struct {
	Language string    `json:"language" validate:"required,oneof=id en" enums:"id,en"` // of the mails
	Channels []Channel `json:"channels" validate:"required,max=20,dive"`               // kinds left out keep their default: both ways
} // @name NotificationSettings

// Channel says by which ways one kind of notification comes.
type Channel struct {
	Kind  Kind `json:"kind" validate:"required,oneof=progress message work reminder delegation" enums:"progress,message,work,reminder,delegation"`
	InApp bool `json:"in_app"`
	Email bool `json:"email"`
} // @name NotificationChannel

// SettingsView is Settings as they hold now.
type SettingsView struct {
	Settings
	MailServer bool  `json:"mail_server"` // false: this office sends no mail
	Version    int64 `json:"version"`
} // @name NotificationSettingsView

// whole returns the settings with every kind once, in its order.
func (s Settings) whole() Settings {
	all := Settings{Language: s.Language}
	if all.Language == "" {
		all.Language = "id"
	}
	for _, k := range Kinds {
		c := Channel{Kind: k, InApp: true, Email: true}
		if i := slices.IndexFunc(s.Channels, func(c Channel) bool { return c.Kind == k }); i >= 0 {
			c = s.Channels[i]
		}
		all.Channels = append(all.Channels, c)
	}
	return all
}

// channel returns the ways of one kind.
func (s Settings) channel(k Kind) Channel {
	all := s.whole().Channels
	return all[slices.IndexFunc(all, func(c Channel) bool { return c.Kind == k })]
}

// @Summary	Read what I want to be told
// @Tags	notifications
// @Produce	json
// @Security	Bearer
// @Success	200	{object}	SettingsView
// @Success	304	"not changed"
// @Failure	401,403	{object}	web.Problem
// @Router	/me/notification-settings [get]
func (h *handlers) settings(c echo.Context) error {
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.Settings(ctx, actor)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// Settings returns what the actor wants to be told; version 0 are the defaults.
func (s *Service) Settings(ctx context.Context, actor auth.Actor) (SettingsView, error) {
	r, err := s.store.preference(ctx, s.store.read, actor.ID)
	return SettingsView{Settings: r.Preferences.whole(), MailServer: s.sender != nil, Version: r.Version}, err
}

// @Summary	Change what I want to be told
// @Tags	notifications
// @Accept	json
// @Produce	json
// @Security	Bearer
// @Param	If-Match	header	string	true	"ETag of the settings"
// @Param	body	body	Settings	true	"all settings"
// @Success	200	{object}	SettingsView
// @Failure	400,401,403,412,415,422,428	{object}	web.Problem
// @Router	/me/notification-settings [put]
func (h *handlers) setSettings(c echo.Context) error {
	version, in, err := web.BindEdit[Settings](c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	actor, _ := auth.From(ctx)
	v, err := h.service.SetSettings(ctx, actor, version, in)
	if err != nil {
		return err
	}
	return web.Tagged(c, http.StatusOK, v.Version, v)
}

// SetSettings replaces what the actor wants to be told.
func (s *Service) SetSettings(ctx context.Context, actor auth.Actor, version int64, in Settings) (SettingsView, error) {
	in = in.whole()
	err := s.changes.Do(ctx, actor.Self(), func(tx *change.Tx) error {
		if err := setPreference(tx, actor.ID, version, in); err != nil {
			return err
		}
		return tx.Record(change.Event{Type: "notification_settings_changed", Kind: "user", ObjectID: actor.ID, Changes: in, Internal: true})
	})
	if err != nil {
		return SettingsView{}, err
	}
	return s.Settings(ctx, actor)
}
