# Two commands are enough: `make run` to try it, `make test` before you send a change. Both install what they need,
# or say what to install. The work is done by the scripts in .ci/.

.PHONY: help run test bench lint build openapi clean

help: ## Lists these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Builds everything and starts it with demo data, on SQLite and a folder
	@ELAYANAN_WEB_DIR=frontend/dist bin/elayanan serve --demo

test: ## Runs every check: lint, Go on both databases and stores, the SPA, a real browser
	@.ci/test

bench: ## Measures the promised speed on PostgreSQL and prints a table, in a few minutes
	@.ci/bench

lint: ## Runs the quick checks of the Go code
	@.ci/tools go cc >/dev/null
	@.ci/test format bans vet staticcheck imports lint-selftest

build: ## Builds the SPA and the server, bin/elayanan, and bin/sbom.cdx.json, the list of what is inside
	@.ci/tools go node >/dev/null
	@.ci/step web-install
	@.ci/step web-build
	@.ci/step build
	@.ci/step sbom

openapi: ## Writes the OpenAPI document from the annotations, and the SPA's client from it
	@go run ./cmd/openapi
	@.ci/step web-install
	@npm --prefix frontend run generate

clean: ## Removes what was built and the downloaded tools, not the data
	@rm -rf bin .cache frontend/dist frontend/node_modules
