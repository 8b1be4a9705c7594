// Package audit shows the record of what happened (the events that api/change
// writes) to admins and auditors, and checks the chain that it forms.
package audit
