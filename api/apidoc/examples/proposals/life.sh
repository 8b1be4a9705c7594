#!/bin/sh
set -eu

json='Content-Type: application/json'
pdf='@surat.pdf;type=application/pdf'
today=$(date +%F)

# sign_in USERNAME prints an access token.
sign_in() {
  jq -n --arg u "$1" --arg p "$ELAYANAN_PASSWORD" '{username: $u, password: $p}' |
    curl -sS --fail-with-body "$ELAYANAN_API/auth/login" -H "$json" -d @- | jq -r .access_token
}

# call TOKEN METHOD PATH [options of curl]
call() {
  token=$1 method=$2 path=$3
  shift 3
  curl -sS --fail-with-body -X "$method" "$ELAYANAN_API$path" -H "Authorization: Bearer $token" "$@"
}

# change TOKEN METHOD PATH READ [options of curl] is call, based on what READ answers now.
change() {
  token=$1 method=$2 path=$3 read=$4
  shift 4
  tag=$(curl -sSf -o /dev/null -D - "$ELAYANAN_API$read" -H "Authorization: Bearer $token" |
    tr -d '\r' | sed -n 's/^[Ee][Tt][Aa][Gg]: //p')
  call "$token" "$method" "$path" -H "If-Match: $tag" "$@"
}

state() { call "$applicant" GET "$proposal" | jq -r '"\(.number) \(.state)"'; }

applicant=$(sign_in pemohon)
counter=$(sign_in loket)
head=$(sign_in kadis)
division=$(sign_in kabid.aptika)
team=$(sign_in teknis.aptika)

# 1. The agency begins a proposal and writes its points and risks.
proposal=/spbe-recommendations/$(jq '{title, proposal}' usulan.json | call "$applicant" POST /spbe-recommendations -H "$json" -d @- | jq -r .id)
for key in $(jq -r '.points | keys[]' usulan.json); do
  jq --arg key "$key" '{answers: .points[$key]}' usulan.json |
    change "$applicant" PUT "$proposal/points/$key" "$proposal/points/$key" -H "$json" -d @- >/dev/null
done
jq -c '.risks[] | {answers: .}' usulan.json | while read -r risk; do
  call "$applicant" POST "$proposal/risks" -H "$json" -d "$risk" >/dev/null
done
call "$applicant" GET "$proposal/documents/needs.pdf" -o analisis-kebutuhan.pdf
state

# 2. It submits the proposal with the signed letter, which files the request.
change "$applicant" POST "$proposal/submit" "$proposal" -H "Idempotency-Key: usulan-$today" -F "letter=$pdf" >/dev/null
state
ticket=/tickets/$(call "$applicant" GET "$proposal" | jq -r .ticket.number)

# 3. The request goes its way through the office.
change "$counter" POST "$ticket/take-up" "$ticket" -H "$json" -d '{}' >/dev/null
change "$counter" POST "$ticket/forward" "$ticket" -H "$json" -d '{"note": "Berkas lengkap."}' >/dev/null
change "$head" POST "$ticket/dispositions" "$ticket" -H "$json" \
  -d '{"to": {"role": "division_head", "unit": "aptika"}, "instruction": "Kaji dokumennya.", "urgency": "normal"}' >/dev/null
change "$division" POST "$ticket/dispositions" "$ticket" -H "$json" \
  -d '{"to": {"role": "technical", "unit": "aptika"}, "instruction": "Susun kajian teknis.", "urgency": "normal"}' >/dev/null
state

# 4. The technical team reviews the points and returns what is to be mended.
call "$team" PUT "$proposal/reviews/needs-1" -H 'If-Match: "0"' -H "$json" -d '{"mark": "fulfilled"}' >/dev/null
call "$team" PUT "$proposal/reviews/needs-6" -H 'If-Match: "0"' -H "$json" \
  -d '{"mark": "to_mend", "comment": "Rinci biaya per tahun."}' >/dev/null
change "$team" POST "$proposal/return" "$proposal" -H "$json" -d '{"reason": "Satu butir perlu dilengkapi."}' >/dev/null
state

# 5. The agency answers and submits again; what it submitted before stays as it was.
call "$applicant" PUT "$proposal/points/needs-6/reply" -H 'If-Match: "0"' -H "$json" -d '{"text": "Sudah dirinci."}' >/dev/null
change "$applicant" POST "$proposal/submit" "$proposal" -H "$json" -d '{}' >/dev/null
call "$applicant" GET "$proposal/submissions" | jq -r '.items[] | "submission \(.n)"'

# 6. The study, and the office's verdict.
jq '{answers: .study}' usulan.json | change "$team" PUT "$proposal/study" "$proposal/study" -H "$json" -d @- >/dev/null
change "$team" POST "$ticket/forward" "$ticket" -H "$json" -d '{"note": "Kajian selesai."}' >/dev/null
change "$head" POST "$proposal/verdict" "$proposal" -F decision=approved -F number=500.12.6/1/DKISP -F "date=$today" -F "file=$pdf" >/dev/null
state

# 7. The letter to the ministry, and its consideration.
change "$team" POST "$proposal/ministry-letter" "$proposal" -F number=500.12.6/2/DKISP -F "date=$today" >/dev/null
state
change "$team" POST "$proposal/ministry-consideration" "$proposal" -F decision=approved -F number=B-1/DJTPD -F "date=$today" -F "file=$pdf" >/dev/null
state

# 8. The development, and everything that was issued.
call "$applicant" POST "$proposal/milestones" -F kind=design -F "date=$today" -F "note=Rancangan disetujui." -F "files[design]=$pdf" >/dev/null
call "$applicant" GET "$proposal/documents.zip" -o usulan.zip
