package site

import (
	"github.com/dkisp-kaltara/elayanan/api/catalogue"
	"github.com/dkisp-kaltara/elayanan/api/setting"
)

// object is a piece of structured data (JSON-LD with the words of schema.org),
// by which search engines understand a page.
type object map[string]any

func (s *Site) officeData(o setting.Office) object {
	return object{
		"@context": "https://schema.org", "@type": "GovernmentOffice",
		"name": o.OfficeName, "alternateName": o.ShortName, "url": s.PublicURL + "/", "sameAs": []string{o.Website},
		"email": o.Email, "telephone": o.HelpWhatsApp,
		"parentOrganization": object{"@type": "GovernmentOrganization", "name": o.Government},
		"address": object{
			"@type": "PostalAddress", "streetAddress": o.Address, "addressLocality": o.City, "addressRegion": o.Province,
			"postalCode": o.PostalCode, "addressCountry": "ID",
		},
	}
}

func (s *Site) serviceData(v *view, p catalogue.Published, category string) object {
	office := s.officeData(v.Office)
	delete(office, "@context")
	return object{
		"@context": "https://schema.org", "@type": "GovernmentService",
		"name": p.Name, "description": p.Summary, "url": s.PublicURL + "/layanan/" + p.Code, "serviceType": category, "inLanguage": "id",
		"provider":       office,
		"areaServed":     object{"@type": "AdministrativeArea", "name": v.Office.Province},
		"audience":       object{"@type": "Audience", "audienceType": v.Audience(p.Audience)},
		"termsOfService": s.PublicURL + "/kebijakan",
		"availableChannel": object{
			"@type": "ServiceChannel", "serviceUrl": s.PublicURL + "/layanan/" + p.Code,
			"servicePhone": object{"@type": "ContactPoint", "telephone": v.Office.HelpWhatsApp, "contactType": "customer service"},
		},
	}
}
