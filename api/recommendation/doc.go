// Package recommendation is the SPBE recommendation (rekomendasi aplikasi,
// requirements L2, R1–R7): an agency proposes to build or develop an
// application, and shows by three documents – needs analysis, plan, risk
// register – that it is needed, planned and safe (Permen Komdigi 6/2025, Pasal
// 7, 8, 18 and 21).
//
// What is asked is data: content/*.yaml holds every point with its number,
// title, basis, help, example, checklist and form (points.go), so that the one
// checker (package form) and the one renderer in the browser serve it. Beside
// it stand typed structs of the same shape (content.go), from which the papers,
// totals and figures are made; a test holds both together. Magnitudes and
// levels of risks come from a table (risk.go), never from a product.
//
// The papers are drawn above this room (Papers in papers.go).
package recommendation
