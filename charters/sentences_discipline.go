package charters

// sentencesOfDiscipline say what happens when a member is charged.
var sentencesOfDiscipline = map[string]Sentence{
	"heading.discipline": {
		"What happens when a member is charged",
		"Qué pasa cuando se acusa a una persona socia",
		"Ce qui se passe quand un membre est mis en cause",
	},
	"discipline.none": {
		"Nobody can be charged, suspended or expelled: this charter does not say how.",
		"No se puede acusar, suspender ni expulsar a nadie: esta carta no dice cómo.",
		"Personne ne peut être mis en cause, suspendu ou exclu\u00a0: cette charte ne dit pas comment.",
	},
	"discipline.grounds": {
		"A member can be charged, in writing, on these grounds: {grounds}.",
		"Se puede acusar por escrito a una persona socia por estos motivos: {grounds}.",
		"Un membre peut être mis en cause, par écrit, pour ces motifs\u00a0: {grounds}.",
	},
	"discipline.officer": {
		`A member who holds the power "charge" can charge; so can the members, by a resolution.`,
		"Puede acusar una persona socia que tenga el poder «charge»; también la membresía, mediante una resolución.",
		"Un membre qui détient le pouvoir «\u00a0charge\u00a0» peut mettre en cause\u00a0; les membres le peuvent aussi, par une résolution.",
	},
	"discipline.members.one": {
		"{count} member can charge too.",
		"También puede acusar {count} persona socia.",
		"{count} membre le peut aussi.",
	},
	"discipline.members.many": {
		"{count} members can charge together too, if all have joined within {period}.",
		"También pueden acusar {count} personas socias juntas, si todas se suman en un plazo de {period}.",
		"{count} membres le peuvent aussi ensemble, si tous se sont joints en {period}.",
	},
	"discipline.mediation": {
		"First there is time to settle it: {period}. Both sides together can end it early.",
		"Primero hay tiempo para llegar a un acuerdo: {period}. Las dos partes juntas pueden acabarlo antes.",
		"Il y a d'abord un temps pour s'entendre\u00a0: {period}. Les deux parties ensemble peuvent l'abréger.",
	},
	"discipline.notice": {
		"The charge must be delivered to the member within {period}, or it is dropped.",
		"La acusación debe entregarse a la persona acusada en un plazo de {period}; si no, se archiva.",
		"La mise en cause doit être remise au membre en {period}, sinon elle est abandonnée.",
	},
	"discipline.reply": {
		"The member then has {period} to reply. Nobody votes on the charge before the member has replied or this time is over.",
		"La persona acusada tiene entonces {period} para responder. Nadie vota sobre la acusación antes de que responda o acabe ese plazo.",
		"Le membre a ensuite {period} pour répondre. Personne ne vote avant qu'il ait répondu ou que ce temps soit passé.",
	},
	"discipline.decision": {
		"It is decided with reasons within {period}. If it is not decided in time it is dropped.",
		"Se decide de forma razonada en un plazo de {period}. Si no se decide a tiempo, se archiva.",
		"La décision, motivée, est prise en {period}. Sans décision à temps, l'affaire est abandonnée.",
	},
	"discipline.appeal": {
		"The member has {period} to appeal. Until then, and until an appeal is decided, nothing of the decision happens.",
		"La persona acusada tiene {period} para recurrir. Hasta entonces, y hasta que se decida el recurso, la decisión no se cumple.",
		"Le membre a {period} pour faire appel. D'ici là, et tant qu'un appel n'est pas tranché, la décision n'a aucun effet.",
	},
	"discipline.appealed": {
		"An appeal is decided within {period}. If it is not decided in time the member has won.",
		"El recurso se decide en un plazo de {period}. Si no se decide a tiempo, gana la persona acusada.",
		"L'appel est tranché en {period}. S'il ne l'est pas à temps, le membre a gagné.",
	},
	"discipline.suspension": {
		"Nobody is suspended for longer than {period} at a time, and a suspension ends by itself.",
		"Nadie queda en suspenso más de {period} cada vez, y la suspensión acaba por sí sola.",
		"Personne n'est suspendu plus de {period} à la fois, et une suspension prend fin d'elle-même.",
	},
	"discipline.suspension.none": {
		"Nobody is suspended.",
		"No se suspende a nadie.",
		"Personne n'est suspendu.",
	},
	"discipline.meanwhile": {
		`A member who holds the power "suspend", or a resolution, can suspend the member once before it is decided. That ends with the case.`,
		"Una persona socia que tenga el poder «suspend», o una resolución, puede suspender una vez a la persona acusada antes de la decisión. Eso acaba con el caso.",
		"Un membre qui détient le pouvoir «\u00a0suspend\u00a0», ou une résolution, peut suspendre une fois le membre avant la décision. Cela prend fin avec l'affaire.",
	},
	"discipline.meanwhile.none": {
		"Until the decision is final the member keeps its vote.",
		"Hasta que la decisión sea firme, la persona acusada conserva su voto.",
		"Jusqu'à la décision définitive, le membre garde sa voix.",
	},
	"discipline.abstain": {
		"The member who is charged and those who charge don't vote on it.",
		"La persona acusada y quienes acusan no votan sobre el caso.",
		"Le membre mis en cause et ceux qui le mettent en cause ne votent pas sur l'affaire.",
	},
	"discipline.warnings.one": {
		"Nobody is expelled without {count} warning before.",
		"No se expulsa a nadie sin {count} advertencia previa.",
		"Personne n'est exclu sans {count} avertissement préalable.",
	},
	"discipline.warnings.many": {
		"Nobody is expelled without {count} warnings before.",
		"No se expulsa a nadie sin {count} advertencias previas.",
		"Personne n'est exclu sans {count} avertissements préalables.",
	},
}
