//go:build ignore

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"mime/multipart"
	"net/http"
	"os"
	"time"
)

var client = http.Client{Timeout: 30 * time.Second}

// ask sends a request with the key and reads the answer into v.
func ask(method, path, contentType string, body io.Reader, v any) error {
	r, err := http.NewRequest(method, os.Getenv("ELAYANAN_API")+path, body)
	if err != nil {
		return err
	}
	r.Header.Set("X-API-Key", os.Getenv("ELAYANAN_KEY"))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("Idempotency-Key", "surat-2026-001-go")
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		problem, _ := io.ReadAll(answer.Body)
		return fmt.Errorf("%s %s: %s", method, path, problem)
	}
	return json.NewDecoder(answer.Body).Decode(v)
}

func main() {
	var services struct {
		Items []struct{ Code, Name string }
	}
	if err := ask("GET", "/service-types?limit=100", "", nil, &services); err != nil {
		log.Fatal(err)
	}
	for _, s := range services.Items {
		fmt.Printf("%s: %s\n", s.Code, s.Name)
	}

	letter, err := os.ReadFile("surat.pdf")
	if err != nil {
		log.Fatal(err)
	}
	answers, err := os.ReadFile("answers.json")
	if err != nil {
		log.Fatal(err)
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	form.WriteField("service_type", "virtual-meeting")
	form.WriteField("subject", "Rapat koordinasi imunisasi")
	form.WriteField("answers", string(answers))
	part, _ := form.CreateFormFile("letter", "surat.pdf")
	part.Write(letter)
	form.Close()

	var ticket struct {
		Number, Status string
		Step           struct{ Name string }
	}
	if err := ask("POST", "/tickets", form.FormDataContentType(), &body, &ticket); err != nil {
		log.Fatal(err)
	}
	if err := ask("GET", "/tickets/"+ticket.Number, "", nil, &ticket); err != nil {
		log.Fatal(err)
	}
	fmt.Println(ticket.Number, ticket.Status, ticket.Step.Name)
}
