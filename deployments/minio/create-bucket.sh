#!/bin/sh
# Makes the bucket, the policy and the user of E-Layanan. Running it again changes nothing but the user's secret key,
# which it sets to what it is given.
set -eu
folder=$(dirname "$0")

# Through the environment, so that no secret is seen in the list of processes.
export MC_HOST_store="http://$MINIO_ROOT_USER:$MINIO_ROOT_PASSWORD@$MINIO_HOST"

mc --quiet mb --ignore-existing "store/$ELAYANAN_S3_BUCKET"
sed "s/BUCKET/$ELAYANAN_S3_BUCKET/g" "$folder/bucket-policy.json" >/tmp/bucket-policy.json
mc --quiet admin policy create store elayanan /tmp/bucket-policy.json
printf '%s\n%s\n' "$ELAYANAN_S3_ACCESS_KEY" "$ELAYANAN_S3_SECRET_KEY" | mc --quiet admin user add store
mc --quiet admin policy detach store elayanan --user "$ELAYANAN_S3_ACCESS_KEY" >/dev/null 2>&1 || true
mc --quiet admin policy attach store elayanan --user "$ELAYANAN_S3_ACCESS_KEY"
