package charters

// sentencesOfMembers are about who belongs and how one joins and leaves.
var sentencesOfMembers = map[string]Sentence{
	"one vote": {
		"Every member has one vote. There is no way to give a vote more weight.",
		"Cada persona socia tiene un voto. No hay forma de que un voto valga más que otro.",
		"Chaque membre a une voix. Rien ne permet de donner plus de poids à une voix.",
	},
	"class.people": {
		`Members of the class "{class}" are people. They vote.`,
		"En la clase «{class}» hay personas. Tienen voto.",
		"La catégorie «\u00a0{class}\u00a0» réunit des personnes. Elles votent.",
	},
	"class.co-ops": {
		`Members of the class "{class}" are co-ops. They vote, each by its own decision.`,
		"En la clase «{class}» hay cooperativas. Tienen voto, y cada una decide el suyo por sus propias reglas.",
		"La catégorie «\u00a0{class}\u00a0» réunit des coopératives. Elles votent, chacune selon sa propre décision.",
	},
	"silent.people": {
		`Members of the class "{class}" are people. They do not vote and are not on the roll.`,
		"En la clase «{class}» hay personas. No votan y no figuran en el censo.",
		"La catégorie «\u00a0{class}\u00a0» réunit des personnes. Elles ne votent pas et ne figurent pas sur la liste électorale.",
	},
	"silent.co-ops": {
		`Members of the class "{class}" are co-ops. They do not vote and are not on the roll.`,
		"En la clase «{class}» hay cooperativas. No votan y no figuran en el censo.",
		"La catégorie «\u00a0{class}\u00a0» réunit des coopératives. Elles ne votent pas et ne figurent pas sur la liste électorale.",
	},
	"admit.resolution": {
		"Only the members admit a new member, by a resolution.",
		"Solo la membresía admite a quien quiere entrar, mediante una resolución.",
		"Seuls les membres admettent un nouveau membre, par une résolution.",
	},
	"admit.officer": {
		`A member who holds the power "admit" can admit a new member; so can the members, by a resolution.`,
		"Puede admitir a quien quiere entrar una persona socia que tenga el poder «admit»; también la membresía, mediante una resolución.",
		"Un membre qui détient le pouvoir «\u00a0admit\u00a0» peut admettre un nouveau membre\u00a0; les membres le peuvent aussi, par une résolution.",
	},
	"open limit.one": {
		"One member may have {count} proposal open at once.",
		"Cada persona socia puede tener {count} propuesta abierta a la vez.",
		"Un membre peut avoir {count} proposition en cours à la fois.",
	},
	"open limit.many": {
		"One member may have {count} proposals open at once.",
		"Cada persona socia puede tener {count} propuestas abiertas a la vez.",
		"Un membre peut avoir {count} propositions en cours à la fois.",
	},
}
