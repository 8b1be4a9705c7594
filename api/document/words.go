package document

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dkisp-kaltara/elayanan/api/calendar"
)

var romanMonths = [...]string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"}

// RomanMonth writes a month as the numbers of official letters do: VII for
// July.
func RomanMonth(m time.Month) string { return romanMonths[m-1] }

// limitWords writes a time limit as decrees do: 3 (tiga) hari kerja.
func limitWords(l calendar.Limit) string {
	unit := map[calendar.Basis]string{
		calendar.WorkingDays:    "hari kerja",
		calendar.WorkingMinutes: "menit kerja",
		calendar.ClockHours:     "jam",
	}[l.Basis]
	return fmt.Sprintf("%d (%s) %s", l.Amount, numberWords(l.Amount), unit)
}

var smallNumbers = [...]string{"nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"}

// numberWords writes a number below a million in words (terbilang); a larger
// one stays in digits.
func numberWords(n int) string {
	then := func(head string, rest int) string {
		if rest == 0 {
			return head
		}
		return head + " " + numberWords(rest)
	}
	switch {
	case n < 0 || n >= 1_000_000:
		return strconv.Itoa(n)
	case n < 12:
		return smallNumbers[n]
	case n < 20:
		return numberWords(n-10) + " belas"
	case n < 100:
		return then(numberWords(n/10)+" puluh", n%10)
	case n < 200:
		return then("seratus", n%100)
	case n < 1000:
		return then(numberWords(n/100)+" ratus", n%100)
	case n < 2000:
		return then("seribu", n%1000)
	}
	return then(numberWords(n/1000)+" ribu", n%1000)
}

// fileSize writes a size in bytes as a person would read it, with the decimal
// comma: 1,4 MB.
func fileSize(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 999_950:
		return decimalComma(float64(n)/1000) + " kB"
	}
	return decimalComma(float64(n)/1_000_000) + " MB"
}

func decimalComma(f float64) string {
	return strings.Replace(strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0"), ".", ",", 1)
}
