package charters

import "maps"

// catalogue is every sentence and word that Explain and Diff say, by name, in
// every language. It is put together from the files sentences_*.go, one a
// topic; a name is given once.
var catalogue = gathered(sentencesOfForm, sentencesOfMembers, sentencesOfRules, sentencesOfSubjects,
	sentencesOfRecovery, sentencesOfPlaces, sentencesOfAmendments, sentencesOfMeetings, sentencesOfDiscipline,
	sentencesOfTreasury, sentencesOfInstruments, sentencesOfGuards, sentencesOfOverheads, sentencesOfFiscal, sentencesOfSurplus)

func gathered(topics ...map[string]Sentence) map[string]Sentence {
	all := make(map[string]Sentence)
	count := 0
	for _, topic := range topics {
		maps.Copy(all, topic)
		count += len(topic)
	}
	if len(all) != count {
		panic("a sentence is in the catalogue twice")
	}
	return all
}

// sentencesOfForm are headings, lists, numbers and lengths of time.
var sentencesOfForm = map[string]Sentence{
	"heading": {"{title}:", "{title}:", "{title}\u00a0:"},
	"item":    {"  - {sentence}", "  - {sentence}", "  - {sentence}"},
	"bylaws": {
		"The legal text behind this charter is {uri} (SHA-256 {sha256}).",
		"El texto legal en el que se basa esta carta está en {uri} (SHA-256 {sha256}).",
		"Le texte juridique sur lequel repose cette charte se trouve à {uri} (SHA-256 {sha256}).",
	},
	"heading.who":  {"Who belongs", "Quiénes forman la cooperativa", "Qui fait partie de la coopérative"},
	"heading.rule": {`Rule "{rule}"`, "Regla «{rule}»", "Règle «\u00a0{rule}\u00a0»"},
	"heading.for": {
		"Which decision needs which rule",
		"Qué regla necesita cada decisión",
		"Quelle règle pour quelle décision",
	},

	"list.and":    {"{some} and {last}", "{some} y {last}", "{some} et {last}"},
	"no time":     {"no time at all", "nada de tiempo", "aucun délai"},
	"day.one":     {"{count} day", "{count} día", "{count} jour"},
	"day.many":    {"{count} days", "{count} días", "{count} jours"},
	"hour.one":    {"{count} hour", "{count} hora", "{count} heure"},
	"hour.many":   {"{count} hours", "{count} horas", "{count} heures"},
	"minute.one":  {"{count} minute", "{count} minuto", "{count} minute"},
	"minute.many": {"{count} minutes", "{count} minutos", "{count} minutes"},
	"second.one":  {"{count} second", "{count} segundo", "{count} seconde"},
	"second.many": {"{count} seconds", "{count} segundos", "{count} secondes"},
}
