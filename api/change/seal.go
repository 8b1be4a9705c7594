package change

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// link is the place of a record in the chain.
type link struct {
	Position int64  `gorm:"column:position;primaryKey;autoIncrement:false"`
	EventID  string `gorm:"column:event_id"`
	Hash     string `gorm:"column:hash"`
}

func (link) TableName() string { return "event_seals" }

// SealInterval is how long a record may wait for its place in the chain.
const SealInterval = 5 * time.Second

// sealBatch bounds one transaction of Seal, so that no change waits long for
// it where there is one writer.
const sealBatch = 200

// Sealed is what Seal did: how many records, and the last link of the chain.
type Sealed struct {
	Records  int
	Position int64
	Hash     string
}

// Seal gives committed records their places in the chain.
// It stands apart from Do so that changes at the same time need not wait for
// each other's hashes: they only leave their records waiting. It records
// nothing, because that would have to be sealed in turn.
//
// The chain shows that a sealed record was changed, removed or put in between
// by somebody who went around the product. It does not show what happened to a
// record in the seconds before it was sealed; and whoever may write the whole
// database can make a whole new chain, which shows only against a link that
// was noted elsewhere.
func (r *Recorder) Seal(ctx context.Context) (sealed Sealed, err error) {
	for {
		links, err := r.sealSome(ctx)
		if n := len(links); n > 0 {
			sealed = Sealed{Records: sealed.Records + n, Position: links[n-1].Position, Hash: links[n-1].Hash}
		}
		if err != nil || len(links) < sealBatch {
			return sealed, err
		}
	}
}

func (r *Recorder) sealSome(ctx context.Context) ([]link, error) {
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	var waiting []string
	if err := r.read.WithContext(ctx).Table("unsealed_events").Limit(1).Pluck("event_id", &waiting).Error; err != nil || len(waiting) == 0 {
		return nil, err
	}
	var links []link
	err := r.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var head link
		if err := tx.Order("position DESC").Limit(1).Find(&head).Error; err != nil {
			return err
		}
		var records []Recorded
		err := tx.Joins("JOIN unsealed_events w ON w.event_id = events.id").Order("events.id").Limit(sealBatch).Find(&records).Error
		if err != nil || len(records) == 0 {
			return err
		}
		links = make([]link, len(records))
		ids := make([]string, len(records))
		for i, e := range records {
			hash, err := e.Link(head.Hash)
			if err != nil {
				return err
			}
			head = link{Position: head.Position + 1, EventID: e.ID, Hash: hash}
			links[i], ids[i] = head, e.ID
		}
		if err := tx.Create(&links).Error; err != nil {
			return err
		}
		return tx.Exec("DELETE FROM unsealed_events WHERE event_id IN ?", ids).Error
	})
	if err != nil {
		links = nil
	}
	if db.IsDuplicate(err) { // another instance was faster
		err = nil
	}
	return links, err
}

// Link is the hash that stands for a record behind the one whose hash is
// given: SHA-256, in hexadecimal, over that hash and everything that is kept
// of the record, as JSON in one certain form.
func (e Recorded) Link(previous string) (string, error) {
	data, err := canonical(e.Data)
	if err != nil {
		return "", err
	}
	changes, err := canonical(e.Changes)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal([]any{
		previous, e.ID, e.At.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano), e.Type, e.Kind, e.ObjectID,
		e.ActorID, e.ActorName, e.ActorRole, e.ActorUnit, e.OnBehalfOfID, e.OnBehalfOfName, e.OnBehalfOfKind,
		data, changes, e.Internal, e.Address, e.RequestID, e.APIKey,
	})
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// canonical writes JSON as both databases would read it back: they keep
// neither blanks nor, one of them, the order of names.
func canonical(text json.RawMessage) (json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}
