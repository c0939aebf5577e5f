package main

import "strings"

const (
	bylaws     = "Bylaws of the Elm Street Market. Members decide by one vote each.\n"
	bylawsAnew = "Bylaws of the Elm Street Market, as amended. Members decide by one vote each.\n"
)

// documents: the register says of a file whether it is the one in force.
func (s *story) documents() {
	s.Act("Papers that anybody can check")
	first := s.WriteFile("bylaws.pdf", []byte(bylaws))
	second := s.WriteFile("bylaws.pdf", []byte(bylawsAnew))
	paper := s.WriteFile("minutes.pdf", []byte(minutes))
	forged := s.WriteFile("minutes.pdf", []byte(strings.Replace(minutes, "5 of 9", "9 of 9", 1)))
	s.Refused("does not hold the power", "edda", s.publishing("bylaws", "Bylaws", first)...)
	s.Tx("elif", s.publishing("bylaws", "Bylaws", first)...)
	s.Tx("elif", s.publishing("minutes", "Annual meeting", paper)...)
	s.verified(paper, `elm: minutes "Annual meeting", version 1, published on`, "by member 3: current")
	s.Tell("Elif publishes the bylaws and the minutes. `coopd doc verify` knows the minutes: version 1, current.")
	s.Fails("it was never published, or it was changed since", "doc", "verify", forged)
	s.Tell("Somebody sends round minutes with one letter changed, by which all were present. It says that no co-op has published those.")
	s.Tx("elif", s.publishing("bylaws", "Bylaws", second)...)
	s.verified(second, `elm: bylaws "Bylaws", version 2, published on`, "current")
	s.Fails("it was superseded or withdrawn", "doc", "verify", first)
	s.Tell("A new version of the bylaws is published: that one is current now, and the first one superseded.")
}

func (s *story) publishing(kind, name, file string) []string {
	return []string{"membership", "publish-document", market, kind, name, file, "--uri", "https://elm.example/" + kind + ".pdf"}
}

func (s *story) verified(file string, says ...string) {
	found := s.Coopd("doc", "verify", file)
	for _, words := range says {
		s.Expect(strings.Contains(found, words), "`coopd doc verify` says %q and not %q", found, words)
	}
}
