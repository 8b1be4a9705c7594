#!/bin/sh
# ELAYANAN_API is the address of the API, such as https://layanan.example.go.id/api/v1; ELAYANAN_KEY is the key.
set -eu

curl -sf "$ELAYANAN_API/service-types?limit=100" -H "X-API-Key: $ELAYANAN_KEY" |
  jq -r '.items[] | "\(.code): \(.name)"'

NUMBER=$(curl -sf --retry 3 "$ELAYANAN_API/tickets" \
  -H "X-API-Key: $ELAYANAN_KEY" -H "Idempotency-Key: surat-2026-001-sh" \
  -F service_type=virtual-meeting -F "subject=Rapat koordinasi imunisasi" \
  -F 'answers=<answers.json' -F 'letter=@surat.pdf;type=application/pdf' | jq -r .number)

curl -sf "$ELAYANAN_API/tickets/$NUMBER" -H "X-API-Key: $ELAYANAN_KEY" |
  jq -r '"\(.number) \(.status) \(.step.name)"'
