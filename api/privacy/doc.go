// Package privacy keeps what the law on personal data (UU 27/2022) asks for:
// the notice and consents, copies of a person's data, requests to correct or
// erase, retention, the report after a breach, and the record of processing.
package privacy
