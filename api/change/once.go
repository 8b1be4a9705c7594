package change

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/dkisp-kaltara/elayanan/pkg/apperr"
	"github.com/dkisp-kaltara/elayanan/pkg/db"
)

// Key is an Idempotency-Key with a fingerprint of the request that carried it.
// The zero Key means that the caller sent none.
type Key struct {
	Value       string
	Fingerprint string // the same for the same method, path and body
}

// KeyRetention is how long an answer is kept for replay (api.md: at least 24 h).
const KeyRetention = 48 * time.Hour

type answeredKey struct {
	UserID      string          `gorm:"column:user_id;primaryKey"`
	Key         string          `gorm:"column:key;primaryKey"`
	Fingerprint string          `gorm:"column:fingerprint"`
	Answer      json.RawMessage `gorm:"column:answer;serializer:json"`
	CreatedAt   time.Time       `gorm:"column:created_at;autoCreateTime:false"`
}

func (answeredKey) TableName() string { return "idempotency_keys" }

// errAnswered carries the earlier answer out of a transaction that must not
// commit.
type errAnswered struct{ answer json.RawMessage }

func (errAnswered) Error() string { return "change: answered before" }

// Once is Do for a creation that must not happen twice: when the author has
// used key before, the first answer is returned and nothing is done. The
// answer is stored in the transaction of the change itself, so that a crash
// keeps both or neither. A second request with the key that arrives while the
// first is under way waits for it.
func Once[T any](ctx context.Context, r *Recorder, author Author, key Key, fn func(tx *Tx) (T, error)) (answer T, replayed bool, err error) {
	err = r.Do(ctx, author, func(tx *Tx) error {
		if key.Value != "" {
			if err := tx.claim(key); err != nil {
				return err
			}
		}
		var err error
		if answer, err = fn(tx); err != nil || key.Value == "" {
			return err
		}
		return tx.keep(key, answer)
	})
	if before, ok := err.(errAnswered); ok {
		var first T
		return first, true, json.Unmarshal(before.answer, &first)
	}
	return answer, false, err
}

// Knows tells whether somebody's key has an answer already, so that a
// repetition can pass where something new would not.
func Knows(g *gorm.DB, userID, key string) (bool, error) {
	if key == "" {
		return false, nil
	}
	var n int64
	err := g.Model(&answeredKey{}).Where("user_id = ? AND key = ?", userID, key).Count(&n).Error
	return n > 0, err
}

// claim takes the key for this transaction, or finds out who has it.
func (tx *Tx) claim(key Key) error {
	row := answeredKey{UserID: tx.author.ID, Key: key.Value, Fingerprint: key.Fingerprint, Answer: json.RawMessage(`{}`), CreatedAt: tx.Now}
	claimed := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	if claimed.Error != nil || claimed.RowsAffected == 1 {
		return claimed.Error
	}
	var before answeredKey
	if err := tx.Where("user_id = ? AND key = ?", tx.author.ID, key.Value).Take(&before).Error; err != nil {
		if db.IsNotFound(err) { // its owner rolled back between the two statements
			return apperr.New(apperr.Conflict, "idempotency.in_progress",
				"Permintaan yang sama sedang diproses. Coba lagi sebentar lagi.",
				"The same request is being processed. Try again shortly.").WithRetryAfter(time.Second)
		}
		return err
	}
	if before.Fingerprint != key.Fingerprint {
		return apperr.New(apperr.Invalid, "idempotency.mismatch",
			"Idempotency-Key ini sudah dipakai untuk permintaan yang berbeda. Pakai kunci baru.",
			"This Idempotency-Key was used for a different request. Use a new key.")
	}
	return errAnswered{before.Answer}
}

func (tx *Tx) keep(key Key, answer any) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	return tx.Model(&answeredKey{}).Where("user_id = ? AND key = ?", tx.author.ID, key.Value).
		Select("Answer").Updates(&answeredKey{Answer: body}).Error
}
