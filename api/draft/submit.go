package draft

import (
	"context"

	"github.com/dkisp-kaltara/elayanan/api/attachment"
	"github.com/dkisp-kaltara/elayanan/api/auth"
	"github.com/dkisp-kaltara/elayanan/api/change"
	"github.com/dkisp-kaltara/elayanan/api/ticket"
)

// Submission implements ticket.Drafts. What the form no longer asks is not
// sent; of the files, those that were uploaded for a field of the form go along
// by the answers that name them, the others by themselves.
func (s *Service) Submission(ctx context.Context, actor auth.Actor, id string) (ticket.SubmitInput, error) {
	r, err := s.own(ctx, actor, id)
	if err != nil {
		return ticket.SubmitInput{}, err
	}
	service, _, err := s.service(ctx, r.ServiceCode)
	if err != nil {
		return ticket.SubmitInput{}, err
	}
	files, err := attachment.ListDraft(s.store.read.WithContext(ctx), r.ID)
	if err != nil {
		return ticket.SubmitInput{}, err
	}
	in := ticket.SubmitInput{
		ServiceType: r.ServiceCode, Subject: r.Subject, AssetID: r.Rest.AssetID, AssetWish: r.Rest.AssetWish, HeldBefore: r.Rest.HeldBefore,
	}
	in.Answers, _ = split(service.Form, r.Answers)
	for _, f := range files {
		if service.Form == nil || !asks(*service.Form, f.Field) {
			in.Attachments = append(in.Attachments, f.ID)
		}
	}
	return in, nil
}

// Submitted implements ticket.Drafts.
func (s *Service) Submitted(tx *change.Tx, actor auth.Actor, id, number string) error {
	r, err := find(tx.DB, actor.ID, id)
	if err != nil {
		return err
	}
	return end(tx, r, "draft_submitted", map[string]any{"service_type": r.ServiceCode, "number": number})
}
