package blob_test

import (
	"testing"

	"github.com/dkisp-kaltara/elayanan/pkg/blob/blobtest"
)

func TestStore(t *testing.T) { blobtest.Run(t, blobtest.Open) }
