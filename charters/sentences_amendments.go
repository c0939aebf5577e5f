package charters

// sentencesOfAmendments say how a charter is changed, and what its parts are.
var sentencesOfAmendments = map[string]Sentence{
	"heading.amend": {
		"How this charter is changed",
		"Cómo se cambia esta carta",
		"Comment cette charte est modifiée",
	},
	"amendment.whole": {
		`Every change of this charter needs the rule "{rule}".`,
		"Cualquier cambio de esta carta necesita la regla «{rule}».",
		"Toute modification de cette charte exige la règle «\u00a0{rule}\u00a0».",
	},
	"amendment.rest": {
		`Everything else in this charter needs the rule "{rule}", and the classes, the rules, and which decision needs which rule can be changed by no other.`,
		"Todo lo demás de esta carta necesita la regla «{rule}»; las clases, las reglas y qué regla necesita cada decisión no se pueden cambiar con ninguna otra.",
		"Tout le reste de cette charte exige la règle «\u00a0{rule}\u00a0»\u00a0; les catégories, les règles, et le choix de la règle pour chaque décision ne peuvent être modifiés par aucune autre.",
	},
	"not retroactive": {
		"A change never touches what is being decided already: open resolutions keep the rules under which they were proposed.",
		"Un cambio nunca afecta a lo que ya se está decidiendo: las resoluciones abiertas conservan las reglas con las que se propusieron.",
		"Une modification ne touche jamais ce qui est déjà soumis au vote\u00a0: les résolutions en cours gardent les règles sous lesquelles elles ont été proposées.",
	},

	"named": {
		"The co-op is called {name}.",
		"La cooperativa se llama {name}.",
		"La coopérative s'appelle {name}.",
	},
	"diff.gone": {"  - until now: {sentence}", "  - hasta ahora: {sentence}", "  - jusqu'ici\u00a0: {sentence}"},
	"diff.new":  {"  + from now on: {sentence}", "  + a partir de ahora: {sentence}", "  + désormais\u00a0: {sentence}"},
	"diff.none": {
		"Nothing changes.",
		"No cambia nada.",
		"Rien ne change.",
	},
	"diff.parts": {
		"This changes {parts}.",
		"Esto cambia: {parts}.",
		"Cela modifie\u00a0: {parts}.",
	},
	"diff.rules.one": {
		"It can be decided by the rule {rules}.",
		"Se puede decidir con la regla {rules}.",
		"On peut le décider avec la règle {rules}.",
	},
	"diff.rules.many": {
		"It has to satisfy {count} rules at once: {rules}.",
		"Tiene que cumplir {count} reglas a la vez: {rules}.",
		"Il faut satisfaire {count} règles à la fois\u00a0: {rules}.",
	},

	"part.admission": {"how one becomes a member", "cómo se entra en la cooperativa", "comment on devient membre"},
	"part.amendments": {
		"how the charter is changed",
		"cómo se cambia la carta",
		"comment la charte est modifiée",
	},
	"part.classes": {"the classes of members", "las clases de socios", "les catégories de membres"},
	"part.discipline": {
		"what happens when a member is charged",
		"qué pasa cuando se acusa a una persona socia",
		"ce qui se passe quand un membre est mis en cause",
	},
	"part.identity": {
		"the name, the description and the legal text",
		"el nombre, la descripción y el texto legal",
		"le nom, la description et le texte juridique",
	},
	"part.proposals": {
		"how many proposals a member may have open",
		"cuántas propuestas abiertas puede tener cada persona socia",
		"combien de propositions un membre peut avoir en cours",
	},
	"part.requirements": {
		"which decision needs which rule",
		"qué regla necesita cada decisión",
		"quelle règle vaut pour quelle décision",
	},
	"part.terms": {
		"how a membership ends, and when one may come back",
		"cómo termina la pertenencia y cuándo se puede volver",
		"comment on cesse d'être membre, et quand on peut revenir",
	},
	"part.surplus": {
		"how a surplus is shared",
		"cómo se reparte un excedente",
		"comment un excédent est réparti",
	},
	"part.treasury": {
		"how the co-op keeps its money",
		"cómo lleva la cooperativa su dinero",
		"comment la coopérative tient son argent",
	},
	"part.meetings": {
		"how general meetings are called and held, and the time zone",
		"cómo se convocan y se celebran las asambleas generales, y la zona horaria",
		"la convocation et la tenue des assemblées générales, et le fuseau horaire",
	},
	"part.recovery": {
		"how lost keys are recovered and stolen ones kept out",
		"cómo se recuperan las claves perdidas y se frena a quien las robe",
		"comment on récupère les clés perdues et écarte les clés volées",
	},
	"part.rules": {"the decision rules", "las reglas de decisión", "les règles de décision"},
}
